package io.driftless.client.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.client.schedule.Clock;
import io.driftless.client.sequence.CommitSequencer.Ticket;
import io.driftless.protocol.id.WorkspaceId;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommitSequencerTest {

  private static final WorkspaceId A = new WorkspaceId(new UUID(1, 1));
  private static final WorkspaceId B = new WorkspaceId(new UUID(2, 2));

  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long wallMillis() {
          return 1_000_000;
        }

        @Override
        public long steadyMillis() {
          return 0;
        }
      };

  /** What survives a stop. */
  private static final class Disk implements CommitSequencer.HighMark {
    private @Nullable Long mark;
    private int writes;

    @Override
    public @Nullable Long read() {
      return mark;
    }

    @Override
    public void write(long to) {
      mark = to;
      writes++;
    }
  }

  private static CommitSequencer running(Disk disk) {
    CommitSequencer sequencer = new CommitSequencer(disk, CLOCK, List.of(A, B));
    sequencer.resumed(A, null);
    sequencer.resumed(B, null);
    return sequencer;
  }

  @Test
  void numbersShouldCountUpOverAllFolders() {
    CommitSequencer sequencer = running(new Disk());
    Ticket first = sequencer.next(A);
    assertThat(first.sequence()).isGreaterThan(1_000_000);
    assertThat(sequencer.next(B).sequence()).isEqualTo(first.sequence() + 1);
  }

  @Test
  void answeredThroughShouldStayBelowTheLowestWithoutAnswer() {
    CommitSequencer sequencer = running(new Disk());
    long a = sequencer.next(A).sequence();
    Ticket b = sequencer.next(B);
    assertThat(b.answeredThrough()).isEqualTo(a - 1);
    sequencer.answered(b.sequence());
    Ticket second = sequencer.next(B);
    assertThat(second.answeredThrough()).isEqualTo(a - 1);
    sequencer.answered(a);
    sequencer.answered(second.sequence());
    assertThat(sequencer.next(B).answeredThrough()).isEqualTo(second.sequence());
  }

  @Test
  void numberTakenButNeverUsedShouldDoNoHarm() {
    Disk disk = new Disk();
    long lost = running(disk).next(A).sequence();
    CommitSequencer again = running(disk);
    Ticket next = again.next(A);
    assertThat(next.sequence()).isGreaterThan(lost);
    assertThat(next.answeredThrough()).isEqualTo(next.sequence() - 1);
  }

  @Test
  void nothingMayBeForgottenBeforeEveryFolderHasTold() {
    Disk disk = new Disk();
    long inFlight = running(disk).next(A).sequence();
    CommitSequencer again = new CommitSequencer(disk, CLOCK, List.of(A, B));
    again.resumed(B, null);
    assertThat(again.next(B).answeredThrough()).isZero();
    again.resumed(A, inFlight);
    assertThat(again.next(B).answeredThrough()).isEqualTo(inFlight - 1);
  }

  @Test
  void lostMarkShouldNotBringANumberTwice() {
    long before = running(new Disk()).next(A).sequence();
    CommitSequencer again = new CommitSequencer(new Disk(), CLOCK, List.of(A));
    again.resumed(A, before);
    assertThat(again.next(A).sequence()).isGreaterThan(before);
  }

  @Test
  void unlinkedFolderShouldHoldNothingBack() {
    CommitSequencer sequencer = running(new Disk());
    sequencer.next(A);
    sequencer.forget(A);
    Ticket next = sequencer.next(B);
    assertThat(next.answeredThrough()).isEqualTo(next.sequence() - 1);
  }

  @Test
  void skippingShouldGoBeyondWhatTheServerMayHold() {
    Disk disk = new Disk();
    disk.write(7);
    CommitSequencer restored = new CommitSequencer(disk, CLOCK, List.of(A));
    restored.resumed(A, null);
    assertThat(restored.skip(restored.next(A).sequence())).isTrue();
    assertThat(restored.next(A).sequence()).isGreaterThanOrEqualTo(1_000_000);
  }

  @Test
  void numberUsedAfterOneOfThisLifeWasTakenShouldBeSomebodyElses() {
    CommitSequencer sequencer = running(new Disk());
    long first = sequencer.next(A).sequence();
    sequencer.taken(first);
    assertThat(sequencer.skip(sequencer.next(B).sequence())).isFalse();
  }

  @Test
  void numberOfAnEarlierLifeThatTheServerKnowsShouldProveNothing() {
    Disk disk = new Disk();
    long inFlight = running(disk).next(A).sequence();
    CommitSequencer again = new CommitSequencer(disk, CLOCK, List.of(A, B));
    again.resumed(A, inFlight);
    again.resumed(B, null);
    again.taken(inFlight);
    assertThat(again.skip(again.next(B).sequence())).isTrue();
    long later = again.next(B).sequence();
    again.taken(later);
    assertThat(again.skip(inFlight)).isTrue();
  }

  @Test
  void diskShouldBeWrittenOnceForManyNumbers() {
    Disk disk = new Disk();
    CommitSequencer sequencer = running(disk);
    for (int i = 0; i < 3 * CommitSequencer.BLOCK; i++) {
      sequencer.answered(sequencer.next(A).sequence());
    }
    assertThat(disk.writes).isEqualTo(3);
  }

  /**
   * Two folders that commit, are answered, and are killed at any moment. What must hold for the
   * server: no number twice, and no commit that may still be sent again was called answered.
   */
  @Property
  void noOrderOfEventsShouldBreakWhatTheServerReliesOn(
      @ForAll @Size(max = 60) List<Boolean> folders, @ForAll @Size(max = 60) List<Byte> events) {
    Disk disk = new Disk();
    CommitSequencer sequencer = running(disk);
    Long[] persisted = new Long[2];
    long highest = 0;
    for (int i = 0; i < Math.min(folders.size(), events.size()); i++) {
      int at = folders.get(i) ? 1 : 0;
      WorkspaceId folder = at == 0 ? A : B;
      Long inFlight = persisted[at];
      switch (Math.floorMod(events.get(i), 4)) {
        case 0, 1 -> {
          if (inFlight == null) {
            Ticket ticket = sequencer.next(folder);
            assertThat(ticket.sequence()).isGreaterThan(highest);
            highest = ticket.sequence();
            for (Long other : persisted) {
              assertThat(other == null || ticket.answeredThrough() < other).isTrue();
            }
            assertThat(ticket.answeredThrough()).isLessThan(ticket.sequence());
            // A stop right here is the case where the number is taken and not used.
            persisted[at] = Math.floorMod(events.get(i), 4) == 0 ? (Long) highest : null;
          }
        }
        case 2 -> {
          if (inFlight != null) {
            persisted[at] = null; // on the disk first, told afterwards
            sequencer.answered(inFlight);
          }
        }
        default -> {
          sequencer = new CommitSequencer(disk, CLOCK, List.of(A, B));
          sequencer.resumed(folder, persisted[at]);
          assertThat(sequencer.next(folder).answeredThrough()).isZero();
          sequencer.resumed(folder, persisted[at]);
          sequencer.resumed(at == 0 ? B : A, persisted[1 - at]);
          highest++;
        }
      }
    }
  }
}
