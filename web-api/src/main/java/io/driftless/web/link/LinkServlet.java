package io.driftless.web.link;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.Problem;
import io.driftless.protocol.api.ShareMessages.ShareKind;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.node.FileVersion;
import io.driftless.server.access.Refusal;
import io.driftless.server.access.RefusedException;
import io.driftless.server.content.ContentDownloads;
import io.driftless.server.content.ContentRange;
import io.driftless.server.content.ContentStream;
import io.driftless.server.content.ContentUploads;
import io.driftless.server.content.FolderZip;
import io.driftless.server.content.OpenContent;
import io.driftless.server.node.FolderAtRevision;
import io.driftless.server.share.ShareDoor;
import io.driftless.server.share.ShareDrops;
import io.driftless.server.share.ShareVisits;
import io.driftless.server.share.Visit;
import io.driftless.web.call.CallRates;
import io.driftless.web.page.Page;
import io.driftless.web.problem.Problems;
import io.driftless.web.resource.Disposition;
import io.driftless.web.resource.PathIds;
import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.MultipartConfig;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.commons.io.output.CountingOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The address of a sharing link, {@code /s/TOKEN}, and what is below it: {@code folder/NODE},
 * {@code file/NODE} and {@code zip/NODE} to see and download, {@code unlock} and {@code drop} to
 * send a password or files. Whoever knows the token may come; a link that does not work, whyever,
 * looks as one that never was.
 */
@WebServlet("/s/*")
@MultipartConfig(
    fileSizeThreshold = 1 << 20,
    maxFileSize = LinkServlet.LARGEST_FILE_BYTES,
    maxRequestSize = LinkServlet.LARGEST_DROP_BYTES)
public class LinkServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  /** One file of a drop. */
  static final long LARGEST_FILE_BYTES = 2L << 30;

  /** All files of a drop that are sent together. */
  static final long LARGEST_DROP_BYTES = 4L << 30;

  /** How many files of one sending are looked at. */
  private static final int MOST_FILES = 500;

  /** Files that come in are kept on disk meanwhile: so many sendings at once on a node. */
  private static final int DROPS_AT_ONCE = 8;

  private static final long BUSY_SECONDS = 10;

  private static final String PASS = "driftless-link";

  private final transient Semaphore dropping = new Semaphore(DROPS_AT_ONCE);
  @EJB private transient ShareVisits visits;
  @Inject private transient CallRates rates;
  @Inject private transient ShareDoor door;
  @Inject private transient ShareDrops drops;
  @Inject private transient ContentDownloads downloads;

  /** The parts of an address: the token, what is asked for, and of which node. */
  private record Wanted(String token, String what, String node) {
    static Wanted of(HttpServletRequest request) {
      String path = request.getPathInfo() == null ? "/" : request.getPathInfo();
      String[] parts = path.substring(1).split("/", -1);
      return new Wanted(
          parts[0],
          parts.length > 1 ? parts[1] : "",
          parts.length == 3 ? parts[2] : parts.length > 3 ? "none" : "");
    }
  }

  @Override
  protected void doHead(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Allow", "GET, POST"); // a download counts, and HEAD is none
    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    answer(request, response, this::get);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    answer(request, response, this::post);
  }

  /** One call of a visitor whose link works. */
  private record Call(
      HttpServletRequest request, HttpServletResponse response, Wanted wanted, Visit visit) {
    LinkPage page() {
      return new LinkPage(visit, base());
    }

    String base() {
      return request.getContextPath() + "/s/" + wanted.token();
    }

    void show(int status, Page.Content content) throws IOException {
      Page.write(response, status, content);
    }
  }

  @FunctionalInterface
  private interface Answer {
    void to(Call call) throws IOException, ServletException;
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, Answer answer)
      throws IOException, ServletException {
    response.setHeader("X-Robots-Tag", "noindex, nofollow");
    request.setCharacterEncoding("UTF-8"); // of names and passwords that a form sends
    try {
      rates.visit(request.getRemoteAddr(), System.nanoTime());
      Wanted wanted = Wanted.of(request);
      Visit visit = visits.find(wanted.token(), request.getRemoteAddr());
      answer.to(new Call(request, response, wanted, visit));
    } catch (RefusedException e) {
      if (response.isCommitted()) {
        throw e;
      }
      refuse(response, e);
    }
  }

  private static void refuse(HttpServletResponse response, RefusedException refused)
      throws IOException {
    Problem problem = Problems.of(refused);
    if (problem.status() == 429 || problem.status() == 503) {
      response.setHeader("Retry-After", String.valueOf(Problems.retrySeconds(problem)));
    }
    String title = problem.status() == 404 ? "This link does not work" : problem.title();
    String detail = problem.detail() == null ? "" : Page.escaped(problem.detail());
    Page.write(
        response,
        problem.status(),
        new Page.Content(title, "", "<p class=\"lead\">" + detail + "</p>"));
  }

  private void get(Call call) throws IOException {
    Visit visit = call.visit();
    if (!door.isOpen(visit, pass(call.request()))) {
      call.show(200, call.page().locked(null));
      return;
    }
    switch (call.wanted().what()) {
      case "" -> front(call);
      case "folder" -> folder(call, PathIds.node(call.wanted().node()));
      case "file" -> download(call, PathIds.node(call.wanted().node()));
      case "zip" -> zip(call, PathIds.node(call.wanted().node()));
      default -> throw RefusedException.notFound("page");
    }
  }

  private void front(Call call) throws IOException {
    Visit visit = call.visit();
    if (visit.kind() == ShareKind.DROP) {
      visits.opened(visit);
      call.show(200, call.page().drop(List.of()));
    } else if (visit.folder()) {
      folder(call, visit.node());
    } else {
      call.show(200, call.page().file(visits.look(visit)));
    }
  }

  private void folder(Call call, NodeId folder) throws IOException {
    String page = call.request().getParameter("page");
    call.show(200, call.page().folder(visits.list(call.visit(), folder, page)));
  }

  private void download(Call call, NodeId file) throws IOException {
    Visit visit = call.visit();
    NodeInfo node = visits.file(visit, file);
    OpenContent content = downloads.open(visit.maker(), visit.workspace(), file, null);
    FileVersion version = content.version();
    LinkRange range = LinkRange.of(call.request(), version);
    ContentRange bytes = range.bytes();
    if (bytes == null) {
      range.tell(call.response());
      String size = "<p class=\"lead\">The file has %,d bytes.</p>".formatted(version.size());
      call.show(416, new Page.Content("There are no such bytes", "", size));
      return;
    }
    visits.beginDownload(visit, file, version, bytes.from());
    ContentStream stream = downloads.stream(visit.maker(), content, bytes);
    attach(call.response(), "application/octet-stream", node.name());
    range.tell(call.response());
    CountingOutputStream out = new CountingOutputStream(call.response().getOutputStream());
    try {
      stream.writeTo(out);
    } finally {
      visits.sent(visit, file, version, out.getByteCount());
    }
  }

  private void zip(Call call, NodeId folder) throws IOException {
    Visit visit = call.visit();
    FolderAtRevision.Top top = visits.beginZip(visit, folder);
    FolderZip zip = downloads.zip(visit.maker(), visit.workspace(), top.then());
    attach(call.response(), "application/zip", top.name() + ".zip");
    zip.writeTo(folder, call.response().getOutputStream());
  }

  private static void attach(HttpServletResponse response, String form, String name) {
    response.setContentType(form);
    response.setHeader("Content-Disposition", Disposition.attachment(name));
    response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cache-Control", "private, no-store");
  }

  private void post(Call call) throws IOException, ServletException {
    if (call.wanted().what().equals("unlock")) {
      unlock(call);
    } else if (call.wanted().what().equals("drop")) {
      drop(call);
    } else {
      throw RefusedException.notFound("page");
    }
  }

  private void unlock(Call call) throws IOException {
    String given = call.request().getParameter("password");
    String pass = door.unlock(call.visit(), given == null ? "" : given);
    if (pass == null && call.visit().isLocked()) {
      call.show(403, call.page().locked("That is not the password."));
      return;
    }
    if (pass != null) {
      Cookie cookie = new Cookie(PASS, pass);
      cookie.setPath(call.base());
      cookie.setMaxAge((int) ShareDoor.HOLDS.toSeconds());
      cookie.setHttpOnly(true);
      cookie.setSecure(call.request().isSecure());
      cookie.setAttribute("SameSite", "Lax");
      call.response().addCookie(cookie);
    }
    call.response().setStatus(HttpServletResponse.SC_SEE_OTHER);
    call.response().setHeader("Location", call.base());
  }

  private void drop(Call call) throws IOException, ServletException {
    ShareVisits.requireDrop(call.visit());
    if (!door.isOpen(call.visit(), pass(call.request()))) {
      call.show(403, call.page().locked(null));
      return;
    }
    if (!dropping.tryAcquire()) {
      throw new RefusedException(
          Refusal.TOO_MANY_CALLS,
          "Too many files are arriving at the moment. Try again soon.",
          Map.of("retryAfterSeconds", BUSY_SECONDS));
    }
    try {
      take(call);
    } finally {
      dropping.release();
    }
  }

  private void take(Call call) throws IOException, ServletException {
    List<String> told = new ArrayList<>();
    boolean refused = false;
    for (Part part : files(call.request())) {
      try {
        String name = String.valueOf(part.getSubmittedFileName());
        told.add(
            drops.take(
                    call.visit(),
                    name,
                    () -> new ContentUploads.Body(part.getInputStream(), part.getSize()))
                + " has arrived");
      } catch (RefusedException e) {
        refused = true;
        told.add(part.getSubmittedFileName() + " was not taken: " + e.getMessage());
      } finally {
        part.delete();
      }
    }
    call.show(refused ? 409 : 200, call.page().drop(told));
  }

  private static List<Part> files(HttpServletRequest request) throws IOException, ServletException {
    try {
      List<Part> files =
          request.getParts().stream()
              .filter(part -> part.getSubmittedFileName() != null)
              .filter(part -> !part.getSubmittedFileName().isBlank())
              .toList();
      if (!files.isEmpty() && files.size() <= MOST_FILES) {
        return files;
      }
    } catch (IllegalStateException e) {
      RefusedException refused =
          RefusedException.invalid(
              "file", "A file has at most 2 GiB, all that are sent together 4 GiB.");
      refused.initCause(e);
      throw refused;
    }
    throw RefusedException.invalid(
        "file", "Send 1 to %d files, in a form of multipart/form-data.".formatted(MOST_FILES));
  }

  private static @Nullable String pass(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(PASS)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }
}
