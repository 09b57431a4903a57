package io.driftless.server.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.cursor.Cursor;
import io.driftless.protocol.id.CommitId;
import io.driftless.protocol.id.Revision;
import io.driftless.protocol.id.ServerEpoch;
import io.driftless.protocol.id.WorkspaceId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ToldHeadsTest {

  private static final WorkspaceId WORKSPACE = new WorkspaceId(new UUID(1, 1));
  private static final ServerEpoch OLD = new ServerEpoch(new UUID(7, 1));
  private static final ServerEpoch RESTORED = new ServerEpoch(new UUID(7, 2));

  private final ToldHeads told = new ToldHeads();

  private static Cursor head(ServerEpoch epoch, long revision) {
    return new Cursor(epoch, new Revision(revision), new CommitId(new UUID(2, revision)));
  }

  private boolean covers(ServerEpoch epoch, long revision) {
    return told.covers(epoch, WORKSPACE, new Revision(revision));
  }

  @Test
  void revisionsUpToTheHeadShouldBeTold() {
    assertThat(covers(OLD, 1)).isFalse();
    told.note(WORKSPACE, head(OLD, 5));
    told.note(WORKSPACE, head(OLD, 3));
    assertThat(covers(OLD, 5)).isTrue();
    assertThat(covers(OLD, 6)).isFalse();
  }

  @Test
  void whatWasToldBeforeARestoreShouldNotCount() {
    told.note(WORKSPACE, head(OLD, 50));
    assertThat(covers(RESTORED, 11)).isFalse();
    told.note(WORKSPACE, head(RESTORED, 11));
    assertThat(covers(RESTORED, 11)).isTrue();
    assertThat(covers(RESTORED, 12)).isFalse();
  }
}
