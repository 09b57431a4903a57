package io.driftless.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.api.JournalMessages.SnapshotPage;
import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.AccountId;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.NodeId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.id.VersionNumber;
import io.driftless.protocol.message.ChangedNode;
import io.driftless.protocol.node.FileVersion;
import io.driftless.protocol.node.NodeKind;
import io.driftless.protocol.node.NodeRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Holds the promise of at most 100 bytes an entry in bulk listings, as they travel: CBOR under
 * gzip.
 */
class BulkListingSizeTest {

  private static final int ROWS = 10_000;

  @Test
  void snapshotEntryShouldTakeAtMost100Bytes() throws IOException {
    byte[] page = Codec.cbor().writeValueAsBytes(page());
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(page);
    }
    System.out.printf(
        "bytes per entry: %d CBOR, %d as it travels%n", page.length / ROWS, packed.size() / ROWS);
    assertThat(packed.size() / ROWS).isLessThanOrEqualTo(100);
  }

  private static SnapshotPage page() {
    Random random = new Random(1);
    ServerEpoch epoch = new ServerEpoch(new UUID(random.nextLong(), random.nextLong()));
    AccountId account = new AccountId(new UUID(random.nextLong(), random.nextLong()));
    List<ChangedNode> rows = new ArrayList<>();
    NodeId parent = NodeId.ROOT;
    CommitId commit = new CommitId(new UUID(random.nextLong(), random.nextLong()));
    for (int i = 0; i < ROWS; i++) {
      NodeId node = node(random, i);
      if (i % 40 == 0) {
        parent = node;
      }
      if (i % 500 == 0) {
        commit = new CommitId(new UUID(random.nextLong(), random.nextLong()));
      }
      byte[] content = new byte[16];
      random.nextBytes(content);
      FileVersion version =
          new FileVersion(
              new VersionNumber(1),
              random.nextInt(200_000),
              Sha256.digest(content),
              1_780_000_000_000_000_000L + random.nextInt(),
              false,
              1,
              null);
      rows.add(
          new ChangedNode(
              new NodeRow(
                  new Revision(i + 1),
                  node,
                  parent,
                  "Quarterly report " + random.nextInt(100_000) + ".docx",
                  NodeKind.FILE,
                  version,
                  false,
                  commit,
                  new DeviceId("laptop-7f3a"),
                  account,
                  1_780_000_000_000L + i / 100),
              null));
    }
    return new SnapshotPage(new Cursor(epoch, new Revision(ROWS), commit), null, rows);
  }

  private static NodeId node(Random random, int number) {
    long high = (1_780_000_000_000L + number) << 16 | 0x7000 | random.nextInt(0x1000);
    return new NodeId(new UUID(high, random.nextLong() >>> 2 | 1L << 63));
  }
}
