package io.driftless.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Content;
import io.driftless.protocol.message.Message.PackRejected;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.pack.PackWriter;
import io.driftless.protocol.recipe.Recipe;
import io.driftless.protocol.recipe.RecipeOp;
import io.driftless.protocol.recipe.RecipeScript;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The verifier behind the running server, with packs that hold what they say, and one that lies.
 */
class VerifyIT {

  private static final String STATE = "SELECT count(*) FROM chunk WHERE hash = ? AND state = 1";
  private static final String PLACES = "SELECT count(*) FROM chunk_location WHERE hash = ?";

  private final RunningStack stack = RunningStack.ofBuild();
  private final ServerDatabase database = ServerDatabase.ofStack();
  private final PackId pack = new PackId(UUID.randomUUID());
  private final byte[] text = ("chunk " + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
  private final Sha256 hash = Sha256.digest(text);
  private WorkspaceId workspace;
  private Cursor start;

  @BeforeEach
  void makeWorkspace() throws Exception {
    workspace = WorkspaceId.of(stack.makeWorkspace("ada", "verify " + UUID.randomUUID()));
    start =
        Cursor.start(
            ServerEpoch.of(
                stack.call("GET", "/api/v1/connect", "ada", Map.of()).path("epoch").asText()));
  }

  @Test
  void chunkThatIsWhatItSaysShouldBecomeVerified() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start)) {
      upload(pack());
      device.send(device.request(workspace, file()));
      assertThat(device.answer().answers()).hasOnlyElementsOfType(ChangeAnswer.Applied.class);
      database.await(1, STATE, (Object) hash.bytes());
    }
  }

  @Test
  void packThatLiesShouldBeRejected() throws Exception {
    try (RawDevice device = RawDevice.enrol(stack, "ada", start)) {
      byte[] lie = pack();
      lie[0] ^= 1;
      upload(lie);
      device.send(device.request(workspace, file()));
      assertThat(device.answer().answers()).hasOnlyElementsOfType(ChangeAnswer.Applied.class);
      PackRejected told = (PackRejected) device.next(PackRejected.class::isInstance);
      assertThat(told.pack()).isEqualTo(pack);
      database.await(
          1,
          "SELECT count(*) FROM pack WHERE rejected_at IS NOT NULL AND pack_id = ?",
          pack.value());
      assertThat(database.number(PLACES, (Object) hash.bytes())).isZero();
    }
  }

  private byte[] pack() {
    PackWriter writer = new PackWriter();
    writer.add(hash, ChunkCodec.encode(text));
    return writer.finish().bytes();
  }

  private Change file() {
    RecipeScript script =
        new RecipeScript(
            VersionNumber.NONE,
            List.of(new RecipeOp.Run(pack, 0, 1)),
            new Recipe(List.of(hash)).digest());
    return new Change.Put(
        new NodeId(UUID.randomUUID()),
        NodeId.ROOT,
        "file",
        NodeKind.FILE,
        VersionNumber.NONE,
        new Content(text.length, hash, 0, false, 1, script, null),
        0);
  }

  private void upload(byte[] bytes) throws Exception {
    JsonNode sas =
        stack.call(
            "POST", "/api/v1/workspaces/" + workspace + "/sas", "ada", Map.of("access", "upload"));
    URI blob =
        URI.create(
            sas.path("containerUrl").asText()
                + "/"
                + pack.blobName()
                + "?"
                + sas.path("signature").asText());
    int status =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(blob)
                    .header("x-ms-blob-type", "BlockBlob")
                    .PUT(BodyPublishers.ofByteArray(bytes))
                    .build(),
                BodyHandlers.discarding())
            .statusCode();
    assertThat(status).isEqualTo(201);
  }
}
