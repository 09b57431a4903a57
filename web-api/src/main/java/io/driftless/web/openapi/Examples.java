package io.driftless.web.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.driftless.protocol.api.ActivityMessages.Activity;
import io.driftless.protocol.api.ActivityMessages.ActivityPage;
import io.driftless.protocol.api.ActivityMessages.Deed;
import io.driftless.protocol.api.AuditMessages.AuditLink;
import io.driftless.protocol.api.AuditMessages.AuditPage;
import io.driftless.protocol.api.AuditMessages.AuditProblem;
import io.driftless.protocol.api.AuditMessages.AuditReport;
import io.driftless.protocol.api.ChunkMessages.BlobAccess;
import io.driftless.protocol.api.ChunkMessages.ChunkLookup;
import io.driftless.protocol.api.ChunkMessages.ChunksFound;
import io.driftless.protocol.api.ChunkMessages.Sas;
import io.driftless.protocol.api.ChunkMessages.SasRequest;
import io.driftless.protocol.api.ChunkMessages.StagedRecipe;
import io.driftless.protocol.api.ConnectInfo;
import io.driftless.protocol.api.DeviceMessages.DeviceInfo;
import io.driftless.protocol.api.DeviceMessages.DeviceList;
import io.driftless.protocol.api.DeviceMessages.EnrolRequest;
import io.driftless.protocol.api.DeviceMessages.Enrolled;
import io.driftless.protocol.api.DeviceMessages.Lease;
import io.driftless.protocol.api.HistoryMessages.RestoreRequest;
import io.driftless.protocol.api.HistoryMessages.Restored;
import io.driftless.protocol.api.HistoryMessages.VersionInfo;
import io.driftless.protocol.api.HistoryMessages.VersionList;
import io.driftless.protocol.api.JobMessages.JobInfo;
import io.driftless.protocol.api.JobMessages.JobList;
import io.driftless.protocol.api.JobMessages.NewRun;
import io.driftless.protocol.api.JobMessages.Release;
import io.driftless.protocol.api.JobMessages.ReleaseRule;
import io.driftless.protocol.api.JobMessages.RunDetail;
import io.driftless.protocol.api.JobMessages.RunError;
import io.driftless.protocol.api.JobMessages.RunInfo;
import io.driftless.protocol.api.JobMessages.RunItem;
import io.driftless.protocol.api.JobMessages.RunItems;
import io.driftless.protocol.api.JobMessages.RunPage;
import io.driftless.protocol.api.JobMessages.Schedule;
import io.driftless.protocol.api.JobMessages.WorkspaceCounts;
import io.driftless.protocol.api.JournalMessages.ChangesPage;
import io.driftless.protocol.api.JournalMessages.RecipeAnswer;
import io.driftless.protocol.api.JournalMessages.RecipeFound;
import io.driftless.protocol.api.JournalMessages.RecipeQuery;
import io.driftless.protocol.api.JournalMessages.RecipeWanted;
import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.api.NodeMessages.NewFolder;
import io.driftless.protocol.api.NodeMessages.NodeCopy;
import io.driftless.protocol.api.NodeMessages.NodeInfo;
import io.driftless.protocol.api.NodeMessages.NodeMove;
import io.driftless.protocol.api.NodeMessages.NodePage;
import io.driftless.protocol.api.QuotaMessages.AccountQuota;
import io.driftless.protocol.api.QuotaMessages.CallLimit;
import io.driftless.protocol.api.QuotaMessages.CallQuota;
import io.driftless.protocol.api.QuotaMessages.QuotaLimit;
import io.driftless.protocol.api.QuotaMessages.QuotaList;
import io.driftless.protocol.api.QuotaMessages.WorkspaceQuota;
import io.driftless.protocol.api.Readiness;
import io.driftless.protocol.api.RetentionMessages.Pin;
import io.driftless.protocol.api.RetentionMessages.Retention;
import io.driftless.protocol.api.RetentionMessages.RetentionPolicy;
import io.driftless.protocol.api.RetentionMessages.RetentionPreview;
import io.driftless.protocol.api.WorkspaceMessages.Head;
import io.driftless.protocol.api.WorkspaceMessages.Heads;
import io.driftless.protocol.api.WorkspaceMessages.Member;
import io.driftless.protocol.api.WorkspaceMessages.MemberList;
import io.driftless.protocol.api.WorkspaceMessages.MemberRole;
import io.driftless.protocol.api.WorkspaceMessages.NewWorkspace;
import io.driftless.protocol.api.WorkspaceMessages.Role;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceInfo;
import io.driftless.protocol.api.WorkspaceMessages.WorkspaceList;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.node.NodeRow;
import io.driftless.protocol.recipe.ChunkLocation;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies as they travel, made from the records themselves, so that they can't go stale. */
final class Examples {

  private static final String IN = "/workspaces/{workspace}";
  private static final long NOON = 1_767_268_800_000L;
  private static final WorkspaceId WORKSPACE =
      WorkspaceId.of("018f2f6e-0000-4000-8000-000000000001");
  private static final NodeId NODE = NodeId.of("018f2f6e-1111-7000-8000-000000000002");
  private static final PackId PACK = PackId.of("018f2f6e-2222-4000-8000-000000000003");
  private static final CommitId COMMIT = CommitId.of("018f2f6e-3333-7000-8000-000000000004");
  private static final AccountId ACCOUNT = AccountId.of("018f2f6e-4444-4000-8000-000000000005");
  private static final ServerEpoch EPOCH = ServerEpoch.of("018f2f6e-5555-4000-8000-000000000006");
  private static final DeviceId DEVICE = new DeviceId("laptop-7f3a");
  private static final VersionNumber TWO = new VersionNumber(2);
  private static final Revision REVISION = new Revision(41);
  private static final Cursor HEAD = new Cursor(EPOCH, REVISION, COMMIT);
  private static final Sha256 HASH = Sha256.digest("a chunk".getBytes(StandardCharsets.UTF_8));

  private static final Map<String, Long> GRACE = Map.of("graceSeconds", 604_800L);
  private static final Map<String, Long> COUNTS =
      Map.of("sweep.chunks", 1_024L, "sweep.bytes", 67_108_864L);
  private static final Schedule SCHEDULE =
      new Schedule("20", "2", "*", "*", "*", "Europe/Berlin", true, GRACE);
  private static final RunInfo RUN =
      new RunInfo(
          7, "collect", WORKSPACE, true, null, "running", "sweep", "ada", null, NOON, null, GRACE,
          COUNTS);
  private static final RetentionPolicy POLICY = new RetentionPolicy(1, 7, 30, 365, 1, 30, false);
  private static final JobInfo JOB =
      new JobInfo(
          "collect",
          "Collects chunks that no version names.",
          GRACE,
          SCHEDULE,
          new Release(true, null),
          RUN);

  private static final ChunkLocation PLACE = new ChunkLocation(HASH, PACK, 0, 0, 4_000, 10_240, 1);
  private static final RecipeScript SCRIPT =
      new RecipeScript(
          VersionNumber.NONE,
          List.of(new RecipeOp.Located(List.of(PLACE))),
          new Recipe(List.of(HASH)).digest());
  private static final FileVersion VERSION =
      new FileVersion(TWO, 10_240, HASH, NOON * 1_000_000, false, 1, null);
  private static final NodeRow ROW =
      new NodeRow(
          REVISION,
          NODE,
          NodeId.ROOT,
          "report.odt",
          NodeKind.FILE,
          VERSION,
          false,
          COMMIT,
          DEVICE,
          ACCOUNT,
          NOON);
  private static final ChangedNode CHANGED = new ChangedNode(ROW, SCRIPT);
  private static final NodeInfo FILE =
      new NodeInfo(
          NODE,
          NodeId.ROOT,
          "report.odt",
          NodeKind.FILE,
          VERSION,
          true,
          REVISION,
          COMMIT,
          DEVICE,
          ACCOUNT,
          NOON);
  private static final NodeInfo REMOVED =
      new NodeInfo(
          NODE,
          NodeId.ROOT,
          "Old plans",
          NodeKind.FOLDER,
          null,
          false,
          REVISION,
          COMMIT,
          DEVICE,
          ACCOUNT,
          NOON);
  private static final NodeInfo FOLDER =
      new NodeInfo(
          NODE,
          NodeId.ROOT,
          "Plans",
          NodeKind.FOLDER,
          null,
          true,
          REVISION,
          COMMIT,
          new DeviceId("web-" + ACCOUNT),
          ACCOUNT,
          NOON);
  private static final WorkspaceInfo INFO =
      new WorkspaceInfo(WORKSPACE, "Plans", Role.OWNER, false, HEAD);
  private static final Member MEMBER = new Member(ACCOUNT, "grace", Role.EDITOR);

  private static final WorkspaceQuota QUOTA =
      new WorkspaceQuota(3L << 30, 10L << 30, 7L << 30, "grace");
  private static final AccountQuota PERSON =
      new AccountQuota(ACCOUNT, "grace", 5L << 30, 50L << 30, 2);
  private static final AuditLink LINK =
      new AuditLink(
          WORKSPACE.value(),
          41,
          "2026-01-01T12:00:00.123456Z",
          ACCOUNT,
          "grace",
          DEVICE,
          "10.1.2.3",
          "member.put",
          "done",
          Map.of("role", "editor"),
          "{\"role\":\"editor\"}",
          HASH.hex(),
          HASH.hex());

  private static final Map<String, Object> REQUESTS =
      Map.ofEntries(
          Map.entry("POST /devices", new EnrolRequest("laptop", "linux")),
          Map.entry("POST /workspaces", new NewWorkspace("Plans")),
          Map.entry("PUT /quotas/workspaces/{workspace}", new QuotaLimit(10L << 30)),
          Map.entry("PUT /quotas/accounts/{username}", new QuotaLimit(50L << 30)),
          Map.entry("PUT /quotas/accounts/{username}/calls", new CallLimit(600)),
          Map.entry("PUT " + IN + "/members/{username}", new MemberRole(Role.EDITOR)),
          Map.entry(
              "POST " + IN + "/recipes",
              new RecipeQuery(List.of(new RecipeWanted(NODE, TWO, new VersionNumber(1))))),
          Map.entry("POST /jobs/runs", new NewRun("collect", WORKSPACE, true, null, GRACE)),
          Map.entry("PUT /jobs/{job}/schedule", SCHEDULE),
          Map.entry("PUT /jobs/{job}/release", new ReleaseRule(true)),
          Map.entry("PUT /jobs/retention", POLICY),
          Map.entry("PUT " + IN + "/retention", POLICY),
          Map.entry("POST " + IN + "/retention/preview", POLICY),
          Map.entry(
              "PUT " + IN + "/nodes/{node}/versions/{version}/pin", new Pin("as it was signed")),
          Map.entry("POST " + IN + "/chunks/lookup", new ChunkLookup(List.of(HASH))),
          Map.entry("POST " + IN + "/sas", new SasRequest(BlobAccess.UPLOAD)),
          Map.entry("POST " + IN + "/nodes", new NewFolder(NodeId.ROOT, "Plans")),
          Map.entry("PATCH " + IN + "/nodes/{node}", new NodeMove(null, "report 2.odt")),
          Map.entry("POST " + IN + "/nodes/{node}/copies", new NodeCopy(NodeId.ROOT, "copy.odt")),
          Map.entry(
              "POST " + IN + "/nodes/{node}/restore",
              new RestoreRequest(new VersionNumber(1), TWO, null, null)));

  private static final Map<String, Object> ANSWERS =
      Map.ofEntries(
          Map.entry(
              "GET /connect",
              new ConnectInfo(
                  "driftless",
                  "0.1.0",
                  1,
                  1,
                  EPOCH,
                  "https://sign-on.example.org/realms/driftless",
                  "driftless-client",
                  "ssl://files.example.org:443")),
          Map.entry(
              "GET /ready",
              new Readiness(
                  true,
                  Map.of("database", true, "broker", true, "blob-store", true, "sign-on", true))),
          Map.entry("GET /jobs", new JobList(List.of(JOB))),
          Map.entry("PUT /jobs/{job}/schedule", JOB),
          Map.entry("PUT /jobs/{job}/release", JOB),
          Map.entry("GET /jobs/retention", new Retention(POLICY, false)),
          Map.entry("PUT /jobs/retention", new Retention(POLICY, false)),
          Map.entry("GET " + IN + "/retention", new Retention(POLICY, true)),
          Map.entry("PUT " + IN + "/retention", new Retention(POLICY, true)),
          Map.entry(
              "POST " + IN + "/retention/preview",
              new RetentionPreview(POLICY, 12, 340, 65_536_000, 51)),
          Map.entry("POST /jobs/runs", RUN),
          Map.entry("GET /jobs/runs", new RunPage(List.of(RUN), true)),
          Map.entry(
              "GET /jobs/runs/{run}",
              new RunDetail(
                  RUN,
                  List.of(new WorkspaceCounts(WORKSPACE, COUNTS)),
                  List.of(new RunError(WORKSPACE, "delete", NOON, "The store does not answer")),
                  null)),
          Map.entry(
              "GET /jobs/runs/{run}/items",
              new RunItems(
                  List.of(new RunItem("sweep", WORKSPACE, HASH.toString(), 65_536)), null)),
          Map.entry("POST /jobs/runs/{run}/stop", RUN),
          Map.entry("POST /jobs/runs/{run}/restart", RUN),
          Map.entry("POST /jobs/runs/{run}/release", RUN),
          Map.entry("POST /jobs/runs/{run}/reject", RUN),
          Map.entry(
              "GET /devices",
              new DeviceList(
                  List.of(
                      new DeviceInfo(
                          DEVICE, "laptop", "linux", NOON + 86_400_000, NOON, NOON, false)))),
          Map.entry(
              "POST /devices",
              new Enrolled(
                  DEVICE,
                  "q83vASNFZ4mrze_tTe1b0wJkVbQvF8Yt2GmXe3ZpN0U",
                  ACCOUNT,
                  NOON + 86_400_000)),
          Map.entry("PUT /devices/{device}/lease", new Lease(NOON + 86_400_000)),
          Map.entry("GET /workspaces", new WorkspaceList(List.of(INFO))),
          Map.entry("POST /workspaces", INFO),
          Map.entry("GET " + IN, INFO),
          Map.entry("GET /heads", new Heads(List.of(new Head(WORKSPACE, HEAD)))),
          Map.entry(
              "GET " + IN + "/changes", new ChangesPage(HEAD, REVISION, false, List.of(CHANGED))),
          Map.entry("GET " + IN + "/snapshot", new SnapshotPage(HEAD, null, List.of(CHANGED))),
          Map.entry("GET " + IN + "/members", new MemberList(List.of(MEMBER))),
          Map.entry("PUT " + IN + "/members/{username}", MEMBER),
          Map.entry(
              "POST " + IN + "/recipes",
              new RecipeAnswer(List.of(new RecipeFound(NODE, TWO, SCRIPT)))),
          Map.entry("PUT " + IN + "/recipes/staged", new StagedRecipe(HASH)),
          Map.entry("POST " + IN + "/chunks/lookup", new ChunksFound(List.of(PLACE))),
          Map.entry(
              "POST " + IN + "/sas",
              new Sas(
                  "https://driftless.blob.example.org/ws-" + WORKSPACE,
                  "sv=2025-01-05&sp=c&sr=c&se=2026-01-01T12%3A15%3A00Z&sig=...",
                  NOON + 900_000)),
          Map.entry("GET " + IN + "/audit", new AuditPage(List.of(LINK), null)),
          Map.entry("GET " + IN + "/quota", QUOTA),
          Map.entry("PUT /quotas/workspaces/{workspace}", QUOTA),
          Map.entry("DELETE /quotas/workspaces/{workspace}", QUOTA),
          Map.entry("DELETE /quotas/accounts/{username}", PERSON),
          Map.entry("GET /quotas", new QuotaList(List.of(PERSON))),
          Map.entry("GET /quotas/own", PERSON),
          Map.entry("PUT /quotas/accounts/{username}", PERSON),
          Map.entry("PUT /quotas/accounts/{username}/calls", new CallQuota("grace", 600)),
          Map.entry("DELETE /quotas/accounts/{username}/calls", new CallQuota("grace", 12_000)),
          Map.entry("GET /audit", new AuditPage(List.of(LINK), null)),
          Map.entry(
              "GET /audit/check",
              new AuditReport(
                  2,
                  44,
                  1,
                  List.of(new AuditProblem(WORKSPACE.value(), 41, "The link was changed.")))),
          Map.entry(
              "GET " + IN + "/activity",
              new ActivityPage(
                  List.of(
                      new Activity(
                          REVISION,
                          Deed.MOVED,
                          NODE,
                          NodeKind.FILE,
                          NodeId.ROOT,
                          "report.odt",
                          NODE,
                          "draft.odt",
                          TWO,
                          10_240L,
                          DEVICE,
                          "laptop",
                          ACCOUNT,
                          "ada",
                          "2026-01-01T12:00:00Z")),
                  List.of(),
                  "AAAAAAAAACk")),
          Map.entry("GET " + IN + "/nodes", FILE),
          Map.entry("GET " + IN + "/trash", new NodePage(List.of(REMOVED), null)),
          Map.entry("GET " + IN + "/search", new NodePage(List.of(FILE), null)),
          Map.entry("POST " + IN + "/nodes", FOLDER),
          Map.entry("GET " + IN + "/nodes/{node}", FILE),
          Map.entry("PATCH " + IN + "/nodes/{node}", FILE),
          Map.entry("POST " + IN + "/nodes/{node}/copies", FILE),
          Map.entry("PUT " + IN + "/nodes/{node}/content", FILE),
          Map.entry("PUT " + IN + "/nodes/{node}/children/{name}", FILE),
          Map.entry(
              "GET " + IN + "/nodes/{node}/children", new NodePage(List.of(FOLDER, FILE), null)),
          Map.entry(
              "GET " + IN + "/nodes/{node}/versions",
              new VersionList(
                  ROW,
                  List.of(
                      new VersionInfo(
                          VERSION, DEVICE, "laptop", ACCOUNT, "ada", REVISION, NOON, 65_536L)),
                  true)),
          Map.entry(
              "POST " + IN + "/nodes/{node}/restore",
              new Restored(new Revision(42), new VersionNumber(3), HEAD)));

  private Examples() {}

  private static final OperationExamples OPERATIONS =
      new OperationExamples(NODE, ACCOUNT, REVISION, NOON);
  private static final ShareExamples SHARES = new ShareExamples(NODE, ACCOUNT);

  private static final HookExamples HOOKS = new HookExamples(REVISION);
  private static final BurstExamples BURSTS = new BurstExamples(WORKSPACE, NODE, DEVICE);
  private static final DeadLetterExamples LETTERS = new DeadLetterExamples(WORKSPACE, DEVICE);

  private static final List<Map<String, Object>> ALL_REQUESTS =
      List.of(
          REQUESTS,
          InvitationExamples.REQUESTS,
          OPERATIONS.requests(),
          SHARES.requests(),
          BURSTS.requests(),
          LETTERS.requests(),
          HOOKS.requests());
  private static final List<Map<String, Object>> ALL_ANSWERS =
      List.of(
          ANSWERS,
          InvitationExamples.ANSWERS,
          OPERATIONS.answers(),
          SHARES.answers(),
          BURSTS.answers(),
          LETTERS.answers(),
          HOOKS.answers());

  /** The body of a call as plain maps and lists; null when it has none in JSON. */
  static @Nullable Object request(String operation) {
    return plain(find(ALL_REQUESTS, operation));
  }

  /** The body of the answer of a call that succeeded; null when it has none. */
  static @Nullable Object answer(String operation) {
    return plain(find(ALL_ANSWERS, operation));
  }

  private static @Nullable Object find(List<Map<String, Object>> all, String operation) {
    for (Map<String, Object> some : all) {
      if (some.containsKey(operation)) {
        return some.get(operation);
      }
    }
    return null;
  }

  private static @Nullable Object plain(@Nullable Object example) {
    if (example == null) {
      return null;
    }
    try {
      String json = Codec.json().writeValueAsString(example);
      return Codec.json().readValue(json, new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An example can't be written", e);
    }
  }
}
