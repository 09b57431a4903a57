package io.driftless.client.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.client.address.ServerAddress;
import io.driftless.client.schedule.SystemClock;
import io.driftless.client.server.ServerException.Kind;
import io.driftless.client.time.Pause;
import io.driftless.protocol.api.ApiConventions;
import io.driftless.protocol.api.AuditMessages.AuditReport;
import io.driftless.protocol.api.BurstMessages.BurstDecision;
import io.driftless.protocol.api.BurstMessages.BurstInfo;
import io.driftless.protocol.api.BurstMessages.BurstList;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.api.ChunkMessages.SasRequest;
import io.driftless.protocol.api.ConnectInfo;
import io.driftless.protocol.api.DeadLetterMessages.DeadLetter;
import io.driftless.protocol.api.DeadLetterMessages.DeadLetterList;
import io.driftless.protocol.api.DeadLetterMessages.LetterDecision;
import io.driftless.protocol.api.DeviceMessages.DeviceQueues;
import io.driftless.protocol.api.DeviceMessages.EnrolRequest;
import io.driftless.protocol.api.DeviceMessages.Enrolled;
import io.driftless.protocol.api.DeviceMessages.Lease;
import io.driftless.protocol.api.HistoryMessages.RestoreRequest;
import io.driftless.protocol.api.HistoryMessages.Restored;
import io.driftless.protocol.api.HistoryMessages.VersionList;
import io.driftless.protocol.api.JobMessages.JobList;
import io.driftless.protocol.api.JobMessages.NewRun;
import io.driftless.protocol.api.JobMessages.RunDetail;
import io.driftless.protocol.api.JobMessages.RunInfo;
import io.driftless.protocol.api.JobMessages.RunItems;
import io.driftless.protocol.api.JobMessages.RunPage;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.JournalMessages.RecipeAnswer;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.api.LockMessages.LockList;
import io.driftless.protocol.api.WorkspaceMessages.Heads;
import io.driftless.protocol.api.WorkspaceMessages.NewWorkspace;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceList;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.BurstId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Limits;
import io.driftless.protocol.recipe.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link ServerCalls} over {@code java.net.http}: small bodies in JSON, listings in CBOR. */
public final class HttpServerCalls implements ServerCalls, HistoryCalls, JobCalls, OperatorCalls {

  private static final String JSON = "application/json";
  private static final long QUIET_MILLIS = 30_000;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /** It reads the whole audit before it answers. */
  private static final Duration AUDIT_PATIENCE = Duration.ofMinutes(10);

  private final ServerAddress server;
  private final HttpTransport transport;
  private final PagesAhead pages;

  /**
   * Calls to one server.
   *
   * @param device this device once it is enrolled, so that every call renews its lease; else null
   */
  public HttpServerCalls(
      HttpClient http,
      ServerAddress server,
      TokenSource tokens,
      @Nullable DeviceId device,
      Pause pause) {
    this(http, server, tokens, device, pause, new HttpIntake(new SystemClock(), QUIET_MILLIS));
  }

  HttpServerCalls(
      HttpClient http,
      ServerAddress server,
      TokenSource tokens,
      @Nullable DeviceId device,
      Pause pause,
      HttpIntake intake) {
    this.server = server;
    this.transport = new HttpTransport(http, server, tokens, device, pause, intake);
    this.pages = new PagesAhead(transport);
  }

  /** The HTTP client to make calls with: no redirects, since no call of ours is ever redirected. */
  public static HttpClient newHttpClient() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT_TIMEOUT)
        .build();
  }

  @Override
  public ConnectInfo connect() throws ServerException {
    ConnectInfo info;
    try {
      info = call(HttpCall.get("/connect").withoutSignOn(), ConnectInfo.class);
    } catch (ServerException e) {
      throw e.kind() == Kind.NOT_FOUND || e.kind() == Kind.REFUSED ? stranger(e.getMessage()) : e;
    }
    if (!info.product().equals("driftless")) {
      throw stranger("it says it is '" + info.product() + "'");
    }
    if (info.oldestProtocolVersion() > Limits.PROTOCOL_VERSION) {
      throw version(info, "Update this client.");
    }
    if (info.protocolVersion() < Limits.PROTOCOL_VERSION) {
      throw version(info, "Ask for the server to be updated, or use an older client.");
    }
    return info;
  }

  @Override
  public Enrolled enrol(EnrolRequest request) throws ServerException {
    return call(send("POST", "/devices", request, JSON).once(), Enrolled.class);
  }

  @Override
  public Lease renewLease(DeviceId device) throws ServerException {
    return call(
        HttpCall.send("PUT", "/devices/" + device + "/lease", new byte[0], JSON), Lease.class);
  }

  @Override
  public void unlink(DeviceId device) throws ServerException {
    transport.exchange(HttpCall.delete("/devices/" + device));
  }

  @Override
  public WorkspaceList workspaces() throws ServerException {
    return call(HttpCall.get("/workspaces"), WorkspaceList.class);
  }

  @Override
  public WorkspaceInfo makeWorkspace(NewWorkspace workspace) throws ServerException {
    return call(send("POST", "/workspaces", workspace, JSON).once(), WorkspaceInfo.class);
  }

  @Override
  public Heads heads() throws ServerException {
    return call(HttpCall.get("/heads"), Heads.class);
  }

  @Override
  public JournalRead changes(WorkspaceId workspace, Cursor after, int limit, Revision atLeast)
      throws ServerException {
    String path =
        "%s/changes?cursor=%s&limit=%d&atLeast=%d"
            .formatted(of(workspace), after.token(), limit, atLeast.value());
    try {
      return new JournalRead.Page(call(HttpCall.get(path), ChangesPage.class));
    } catch (ServerException e) {
      return switch (e.code()) {
        case "not-yet" -> new JournalRead.NotYet();
        case "resync" -> new JournalRead.Resync(e.getMessage(), false);
        case "epoch-changed" -> new JournalRead.Resync(e.getMessage(), true);
        default -> throw e;
      };
    }
  }

  @Override
  public SnapshotPage snapshot(WorkspaceId workspace, @Nullable String page)
      throws ServerException {
    String query = page == null ? "" : "?page=" + URLEncoder.encode(page, StandardCharsets.UTF_8);
    String listing = of(workspace) + "/snapshot";
    return read(pages.page(listing, query), "GET " + listing, SnapshotPage.class);
  }

  @Override
  public RecipeAnswer recipes(WorkspaceId workspace, RecipeQuery query) throws ServerException {
    return call(
        send("POST", of(workspace) + "/recipes", query, ApiConventions.CBOR), RecipeAnswer.class);
  }

  @Override
  public LockList locks(WorkspaceId workspace) throws ServerException {
    return call(HttpCall.get(of(workspace) + "/locks"), LockList.class);
  }

  @Override
  public ChunksFound lookup(WorkspaceId workspace, ChunkLookup chunks) throws ServerException {
    return call(
        send("POST", of(workspace) + "/chunks/lookup", chunks, ApiConventions.CBOR),
        ChunksFound.class);
  }

  @Override
  public Sas sas(WorkspaceId workspace, BlobAccess access) throws ServerException {
    return call(send("POST", of(workspace) + "/sas", new SasRequest(access), JSON), Sas.class);
  }

  @Override
  public void stageRecipe(WorkspaceId workspace, Recipe recipe) throws ServerException {
    transport.exchange(
        HttpCall.send(
            "PUT", of(workspace) + "/recipes/staged", recipe.bytes(), "application/octet-stream"));
  }

  @Override
  public VersionList versions(
      WorkspaceId workspace, NodeId node, @Nullable VersionNumber before, int limit)
      throws ServerException {
    String query = "?limit=" + limit + (before == null ? "" : "&before=" + before.value());
    return call(
        HttpCall.get(of(workspace) + "/nodes/" + node + "/versions" + query), VersionList.class);
  }

  @Override
  public Restored restore(WorkspaceId workspace, NodeId node, RestoreRequest wanted)
      throws ServerException {
    return call(
        send("POST", of(workspace) + "/nodes/" + node + "/restore", wanted, JSON).once(),
        Restored.class);
  }

  @Override
  public JobList jobs() throws ServerException {
    return call(HttpCall.get("/jobs"), JobList.class);
  }

  @Override
  public RunPage runs(@Nullable String kind, int limit) throws ServerException {
    String job = kind == null ? "" : "&job=" + URLEncoder.encode(kind, StandardCharsets.UTF_8);
    return call(HttpCall.get("/jobs/runs?limit=" + limit + job), RunPage.class);
  }

  @Override
  public RunDetail run(long run) throws ServerException {
    return call(HttpCall.get("/jobs/runs/" + run), RunDetail.class);
  }

  @Override
  public RunItems items(long run, @Nullable String after) throws ServerException {
    String place =
        after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
    return call(HttpCall.get("/jobs/runs/" + run + "/items?limit=1000" + place), RunItems.class);
  }

  @Override
  public RunInfo start(NewRun wanted) throws ServerException {
    return call(send("POST", "/jobs/runs", wanted, JSON).once(), RunInfo.class);
  }

  @Override
  public RunInfo stop(long run) throws ServerException {
    return call(told(run, "stop"), RunInfo.class);
  }

  @Override
  public RunInfo restart(long run) throws ServerException {
    return call(told(run, "restart"), RunInfo.class);
  }

  @Override
  public RunInfo release(long run) throws ServerException {
    return call(told(run, "release"), RunInfo.class);
  }

  @Override
  public RunInfo reject(long run) throws ServerException {
    return call(told(run, "reject"), RunInfo.class);
  }

  @Override
  public DeadLetterList deadLetters(int limit) throws ServerException {
    return call(HttpCall.get("/dead-letters?limit=" + limit), DeadLetterList.class);
  }

  @Override
  public DeadLetter replay(String letter, String reason) throws ServerException {
    return decided(letter, "replay", reason);
  }

  @Override
  public DeadLetter drop(String letter, String reason) throws ServerException {
    return decided(letter, "drop", reason);
  }

  private DeadLetter decided(String letter, String what, String reason) throws ServerException {
    String path = "/dead-letters/" + URLEncoder.encode(letter, StandardCharsets.UTF_8) + "/" + what;
    return call(send("POST", path, new LetterDecision(reason), JSON).once(), DeadLetter.class);
  }

  @Override
  public DeviceQueues deviceQueues(int limit) throws ServerException {
    return call(HttpCall.get("/device-queues?limit=" + limit), DeviceQueues.class);
  }

  @Override
  public BurstList parkedBursts() throws ServerException {
    return call(HttpCall.get("/bursts"), BurstList.class);
  }

  @Override
  public BurstInfo decide(BurstId burst, boolean approve) throws ServerException {
    String path = "/bursts/" + burst + "/decision";
    return call(send("PUT", path, new BurstDecision(approve), JSON), BurstInfo.class);
  }

  @Override
  public AuditReport checkAudit(@Nullable UUID scope) throws ServerException {
    String query = scope == null ? "" : "?scope=" + scope;
    return call(HttpCall.get("/audit/check" + query).within(AUDIT_PATIENCE), AuditReport.class);
  }

  private static HttpCall told(long run, String what) {
    return HttpCall.send("POST", "/jobs/runs/" + run + "/" + what, new byte[0], JSON).once();
  }

  private <T> T call(HttpCall call, Class<T> type) throws ServerException {
    return read(transport.exchange(call), call.name(), type);
  }

  private <T> T read(HttpAnswer answer, String name, Class<T> type) throws ServerException {
    try {
      return answer.as(type);
    } catch (IOException e) {
      throw stranger("%s was answered unreadably: %s".formatted(name, e.getMessage()));
    }
  }

  private static HttpCall send(String method, String path, Object body, String contentType) {
    ObjectMapper mapper = contentType.equals(ApiConventions.CBOR) ? Codec.cbor() : Codec.json();
    try {
      return HttpCall.send(method, path, mapper.writeValueAsBytes(body), contentType);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("A request of ours can't be written", e);
    }
  }

  private static String of(WorkspaceId workspace) {
    return "/workspaces/" + workspace;
  }

  private ServerException stranger(String why) {
    return new ServerException(
        Kind.NOT_DRIFTLESS,
        ServerException.codeOf(Kind.NOT_DRIFTLESS),
        "What answers at %s is no Driftless server: %s. Check the address.".formatted(server, why));
  }

  private ServerException version(ConnectInfo info, String remedy) {
    return new ServerException(
        Kind.NOT_DRIFTLESS,
        "protocol-version",
        "The server at %s (release %s) speaks protocol versions %d to %d, this client %d. %s"
            .formatted(
                server,
                info.serverVersion(),
                info.oldestProtocolVersion(),
                info.protocolVersion(),
                Limits.PROTOCOL_VERSION,
                remedy));
  }
}
