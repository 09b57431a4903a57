package io.driftless.server.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.driftless.protocol.codec.Codec;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.Change;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message.CommitRequest;
import io.driftless.protocol.message.Message.WorkspaceGone;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReceivedRequestTest {

  private static final DeviceId DEVICE = new DeviceId("laptop");
  private static final Origin FROM = new Origin(DEVICE, "10.1.2.3");
  private static final ServerEpoch EPOCH = new ServerEpoch(new UUID(1, 1));
  private static final CommitRequest REQUEST =
      new CommitRequest(
          new WorkspaceId(new UUID(2, 2)),
          new CommitId(new UUID(3, 3)),
          5,
          4,
          Cursor.start(EPOCH),
          List.of(folder("docs")));

  @Test
  void commitShouldBeDecodedWithTheDigestOfItsBytes() {
    byte[] bytes = bytes(REQUEST);
    assertThat(ReceivedRequest.read(FROM, bytes))
        .isEqualTo(new ReceivedRequest.Decoded(FROM, REQUEST, Sha256.digest(bytes)));
  }

  @Test
  void commitWithAHoleShouldBeRefusable() throws Exception {
    ObjectNode tree = (ObjectNode) Codec.cbor().readTree(bytes(REQUEST));
    ((ObjectNode) tree.path("body")).remove("cursor");
    assertRefused(Codec.cbor().writeValueAsBytes(tree));
  }

  @Test
  void commitOfALaterProtocolShouldBeRefusable() throws Exception {
    ObjectNode tree = (ObjectNode) Codec.cbor().readTree(bytes(REQUEST));
    tree.put("v", 99);
    assertRefused(Codec.cbor().writeValueAsBytes(tree));
  }

  @Test
  void commitThatIsTooLongShouldBeRefusable() {
    assertRefused(
        bytes(
            new CommitRequest(
                REQUEST.workspace(),
                REQUEST.commit(),
                REQUEST.sequence(),
                REQUEST.answeredThrough(),
                REQUEST.cursor(),
                Collections.nCopies(9_000, folder("a".repeat(100))))));
  }

  @Test
  void rubbishAndOtherKindsShouldBeUnreadable() {
    assertThat(ReceivedRequest.read(FROM, new byte[] {1, 2, 3}))
        .isInstanceOf(ReceivedRequest.Unreadable.class);
    assertThat(ReceivedRequest.read(FROM, new byte[0]))
        .isInstanceOf(ReceivedRequest.Unreadable.class);
    assertThat(
            ReceivedRequest.read(
                FROM,
                EnvelopeCodec.encode(Envelope.of(EPOCH, new WorkspaceGone(REQUEST.workspace())))))
        .isInstanceOf(ReceivedRequest.Unreadable.class);
  }

  private static void assertRefused(byte[] bytes) {
    assertThat(ReceivedRequest.read(FROM, bytes))
        .isInstanceOfSatisfying(
            ReceivedRequest.Refusable.class,
            refusable -> {
              assertThat(refusable.answer().commit()).isEqualTo(REQUEST.commit());
              assertThat(refusable.answer().sequence()).isEqualTo(REQUEST.sequence());
              assertThat(refusable.answer().refused()).isInstanceOf(ChangeAnswer.Malformed.class);
            });
  }

  private static Change folder(String name) {
    return new Change.MakeFolder(new NodeId(new UUID(9, 9)), NodeId.ROOT, name, 0);
  }

  private static byte[] bytes(CommitRequest request) {
    return EnvelopeCodec.encode(Envelope.of(EPOCH, request));
  }
}
