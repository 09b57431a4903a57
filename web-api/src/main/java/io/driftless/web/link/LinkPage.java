package io.driftless.web.link;

import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.ShareMessages.ShareKind;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.server.share.ShareVisits.Listing;
import io.driftless.server.share.Visit;
import io.driftless.web.page.Page;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor of a link sees.
 *
 * @param base the link's own address on this server, without a slash behind
 */
record LinkPage(Visit visit, String base) {

  private static final String STYLE =
      """
      main{max-width:46rem;margin-top:8vh}h1{font-size:2.1rem;overflow-wrap:anywhere}
      .button,button{display:inline-block;border:0;border-radius:.5rem;background:var(--tint);color:var(--paper);
      font:600 1rem/1 system-ui,sans-serif;padding:.8rem 1.2rem;text-decoration:none;cursor:pointer}
      .button:hover,button:hover{filter:brightness(1.1)}
      .way{color:var(--soft);margin:1.5rem 0 0;overflow-wrap:anywhere}.way a{text-decoration:none}
      td:first-child{overflow-wrap:anywhere}td a{text-decoration:none}td a:hover{text-decoration:underline}
      td.size,td.time{white-space:nowrap;color:var(--soft);text-align:right;font-variant-numeric:tabular-nums}
      svg{width:1.15em;height:1.15em;vertical-align:-.2em;margin-right:.55em;fill:none;stroke:var(--tint);
      stroke-width:1.6;stroke-linejoin:round}
      .card{border:1px solid var(--line);border-radius:.8rem;padding:1.6rem;margin-top:2rem}
      .card p:first-child{margin-top:0}.card p:last-child{margin-bottom:0}
      input[type=password]{font:inherit;color:inherit;background:transparent;border:1px solid var(--line);
      border-radius:.5rem;padding:.6rem .8rem;margin:.2rem .5rem .2rem 0;width:min(18rem,100%);box-sizing:border-box}
      input[type=file]{display:block;box-sizing:border-box;width:100%;padding:3rem 1.2rem;margin-bottom:1rem;
      border:2px dashed var(--line);border-radius:.8rem;font:inherit;color:var(--soft)}
      .wrong{color:#c62f2f}.empty{color:var(--soft);text-align:center;padding:2rem 0}
      @media(prefers-color-scheme:dark){.wrong{color:#ff8a80}}
      @media(max-width:34rem){td.time,th.time{display:none}main{margin-top:2rem}}""";

  private static final String FOLDER =
      "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"M3 6h6l2 2h10v11H3z\"/></svg>";
  private static final String FILE =
      "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\">"
          + "<path d=\"M6 3h8l4 4v14H6zM14 3v4h4\"/></svg>";

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /** Asks for the password. */
  Page.Content locked(@Nullable String wrong) {
    String told = wrong == null ? "" : "<p class=\"wrong\" role=\"alert\">%s</p>".formatted(wrong);
    return new Page.Content(
        "A password, please",
        STYLE,
        """
        <p class="lead">Whoever gave you this link set a password for it.</p>
        <form class="card" method="post" action="%s/unlock">%s
        <p><label>Password<br><input type="password" name="password" autocomplete="off" required autofocus></label>
        <button>Open</button></p></form>"""
            .formatted(base, told));
  }

  /** A folder with what lies in it. */
  Page.Content folder(Listing listing) {
    NodeInfo at = listing.way().get(listing.way().size() - 1);
    List<String> rows = new ArrayList<>();
    for (NodeInfo node : listing.page().nodes()) {
      if (node.kind() != NodeKind.LINK) {
        rows.add(row(node));
      }
    }
    String table =
        rows.isEmpty()
            ? "<p class=\"card empty\">There is nothing in it.</p>"
            : """
              <table><thead><tr><th>Name</th><th></th><th class="time"></th></tr></thead>
              <tbody>%s</tbody></table>"""
                .formatted(String.join("\n", rows));
    String next = listing.page().nextPage();
    String more =
        next == null
            ? ""
            : "<p><a class=\"button\" href=\"%s/folder/%s?page=%s\">More</a></p>"
                .formatted(base, at.node(), Page.escaped(next));
    return new Page.Content(
        visit.title(),
        STYLE,
        "%s%s<p><a class=\"button\" href=\"%s/zip/%s\">Download all as a zip</a></p>%s%s"
            .formatted(lead(), way(listing.way()), base, at.node(), table, more));
  }

  private String row(NodeInfo node) {
    FileVersion version = node.version();
    boolean folder = version == null;
    return """
        <tr><td><a href="%s/%s/%s">%s<bdi>%s</bdi></a></td><td class="size">%s</td><td class="time">%s</td></tr>"""
        .formatted(
            base,
            folder ? "folder" : "file",
            node.node(),
            folder ? FOLDER : FILE,
            Page.escaped(node.name()),
            version == null ? "" : size(version.size()),
            DAY.format(Instant.ofEpochMilli(node.changedMillis())));
  }

  private String way(List<NodeInfo> way) {
    if (way.size() < 2) {
      return "";
    }
    StringBuilder shown = new StringBuilder();
    for (NodeInfo folder : way.subList(0, way.size() - 1)) {
      String name = shown.length() == 0 ? visit.title() : folder.name();
      shown.append(
          "<a href=\"%s/folder/%s\"><bdi>%s</bdi></a> / "
              .formatted(base, folder.node(), Page.escaped(name)));
    }
    NodeInfo last = way.get(way.size() - 1);
    return "<p class=\"way\">%s<bdi>%s</bdi></p>".formatted(shown, Page.escaped(last.name()));
  }

  /** A single file. */
  Page.Content file(NodeInfo file) {
    FileVersion version = file.version();
    return new Page.Content(
        visit.title(),
        STYLE,
        """
        %s<div class="card"><p>%s<bdi>%s</bdi></p><p class="lead">%s &middot; %s</p>
        <p><a class="button" href="%s/file/%s">Download</a></p></div>"""
            .formatted(
                lead(),
                FILE,
                Page.escaped(file.name()),
                version == null ? "" : size(version.size()),
                DAY.format(Instant.ofEpochMilli(file.changedMillis())),
                base,
                file.node()));
  }

  /** A folder that takes files; with what became of those that were just sent. */
  Page.Content drop(List<String> told) {
    StringBuilder became = new StringBuilder();
    for (String line : told) {
      became.append("<li><bdi>").append(Page.escaped(line)).append("</bdi></li>");
    }
    String list = told.isEmpty() ? "" : "<ul class=\"card\" role=\"status\">" + became + "</ul>";
    return new Page.Content(
        visit.title(),
        STYLE,
        """
        %s%s<form class="card" method="post" enctype="multipart/form-data" action="%s/drop">
        <p><label for="files">Choose files, or drop them here. Nobody sees them but the people of this folder.</label></p>
        <input id="files" type="file" name="file" multiple required>
        <button>Send</button></form>"""
            .formatted(lead(), list, base));
  }

  private String lead() {
    StringBuilder lead =
        new StringBuilder(
            (visit.kind() == ShareKind.DROP ? "Files for " : "Shared by ")
                + "<bdi>"
                + Page.escaped(visit.maker().username())
                + "</bdi>");
    if (visit.expires() != null) {
      lead.append(" &middot; until ").append(TIME.format(visit.expires()));
    }
    if (visit.downloadsLeft() != null) {
      lead.append(" &middot; downloads left: ").append(visit.downloadsLeft());
    }
    return "<p class=\"lead\">" + lead + "</p>";
  }

  /** Bytes as people read them: {@code 1.4 MB}. */
  static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
    double value = bytes / 1_000.0;
    int unit = 0;
    while (value >= 999.95 && unit < units.length - 1) {
      value /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}
