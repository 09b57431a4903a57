package io.driftless.protocol.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.driftless.protocol.chunk.TestContent;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.pack.PackFormatException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each lie that a pack can tell is refused with its own problem and with words. */
class DamagedPackTest {

  private static final int DATA = 300;
  private static final int OFFSET = 32;
  private static final int STORED = 36;
  private static final int RAW = 40;
  private static final int CODEC = 44;
  private static final byte[] SOUND =
      PackTest.packOf(
              TestContent.noise("a", 100), TestContent.noise("b", 100), TestContent.noise("c", 100))
          .bytes();

  @Test
  void everyTruncationIsRefused() {
    for (int length = 0; length < SOUND.length; length++) {
      byte[] truncated = Arrays.copyOf(SOUND, length);
      assertThatThrownBy(() -> PackIndex.read(truncated)).isInstanceOf(PackFormatException.class);
    }
  }

  @Test
  void everyFlippedBitOfTheFooterIsRefused() {
    for (int at = DATA; at < SOUND.length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = SOUND.clone();
        flipped[at] ^= (byte) (1 << bit);
        assertThatThrownBy(() -> PackIndex.read(flipped)).isInstanceOf(PackFormatException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 91, 92, 1_000, 70_000})
  void rubbishIsRefused(int length) {
    byte[] rubbish = TestContent.noise("rubbish", length);
    assertThatThrownBy(() -> PackIndex.read(rubbish)).isInstanceOf(PackFormatException.class);
    assertThatThrownBy(() -> PackIndex.read(new byte[length]))
        .isInstanceOf(PackFormatException.class);
  }

  @Test
  void blobLongerThanAnyPackIsRefusedUnread() {
    PackTail huge =
        new PackTail() {
          @Override
          public long length() {
            return PackFormat.MAX_PACK_BYTES + 1L;
          }

          @Override
          public byte[] last(int count) {
            throw new AssertionError("read " + count);
          }
        };
    assertThatThrownBy(() -> PackIndex.read(huge))
        .isInstanceOfSatisfying(
            PackFormatException.class, e -> assertThat(e.problem()).isEqualTo(Problem.LENGTH));
  }

  @Test
  void sourceThatGivesLessThanAskedIsAFailureOfTheSource() {
    PackTail shortOf =
        new PackTail() {
          @Override
          public long length() {
            return SOUND.length;
          }

          @Override
          public byte[] last(int count) {
            return new byte[count - 1];
          }
        };
    assertThatThrownBy(() -> PackIndex.read(shortOf))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(PackFormatException.class);
  }

  /** Patches an integer of the second entry and makes the checksum right again. */
  @ParameterizedTest
  @CsvSource({
    "32, 0, OFFSET",
    "32, 99, OFFSET",
    "32, 101, OFFSET",
    "32, -1, OFFSET",
    "32, 2147483647, OFFSET",
    "36, 0, ENTRY_LENGTH",
    "36, -100, ENTRY_LENGTH",
    "36, 101, ENTRY_LENGTH",
    "36, 2147483647, ENTRY_LENGTH",
    "40, 0, ENTRY_LENGTH",
    "40, 99, ENTRY_LENGTH",
    "40, -1, ENTRY_LENGTH"
  })
  void fieldThatLiesIsRefused(int field, int value, Problem problem) {
    assertProblem(patched(field, value), problem);
  }

  @Test
  void compressedChunkThatIsNotShorterOrGivesTooMuchIsRefused() {
    byte[] equal = SOUND.clone();
    equal[DATA + PackFormat.ENTRY_BYTES + CODEC] = 1;
    assertProblem(sealed(equal), Problem.ENTRY_LENGTH);

    byte[] bomb = patched(RAW, (1 << 24) + 1);
    bomb[DATA + PackFormat.ENTRY_BYTES + CODEC] = 1;
    assertProblem(sealed(bomb), Problem.ENTRY_LENGTH);
  }

  @Test
  void unknownCodecIsRefused() {
    for (int codec : new int[] {2, 127, 128, 255}) {
      byte[] other = SOUND.clone();
      other[DATA + PackFormat.ENTRY_BYTES + CODEC] = (byte) codec;
      PackFormatException refused = assertProblem(sealed(other), Problem.CODEC);
      assertThat(refused).hasMessageContaining(" " + codec);
    }
  }

  @Test
  void dataLongerThanTheLimitIsRefused() {
    byte[] long1 = patched(STORED, PackFormat.MAX_DATA_BYTES);
    ByteBuffer.wrap(long1).putInt(DATA + PackFormat.ENTRY_BYTES + RAW, PackFormat.MAX_DATA_BYTES);
    assertProblem(sealed(long1), Problem.DATA_LENGTH);
  }

  @Test
  void chunkThatStandsTwiceIsRefused() {
    byte[] twice = SOUND.clone();
    System.arraycopy(twice, DATA, twice, DATA + PackFormat.ENTRY_BYTES, Sha256.BYTES);
    assertProblem(sealed(twice), Problem.DUPLICATE);
  }

  @Test
  void bytesBetweenTheLastChunkAndTheIndexAreRefused() {
    byte[] gap = new byte[SOUND.length + 5];
    System.arraycopy(SOUND, 0, gap, 0, DATA);
    System.arraycopy(SOUND, DATA, gap, DATA + 5, SOUND.length - DATA);
    assertProblem(gap, Problem.DATA_LENGTH);
    assertProblem(Arrays.copyOfRange(SOUND, 5, SOUND.length), Problem.DATA_LENGTH);
  }

  @Test
  void laterVersionIsRefusedWithBothNumbers() {
    byte[] later = SOUND.clone();
    later[later.length - 9] = 2;
    assertThat(assertProblem(later, Problem.VERSION))
        .hasMessageContaining("2")
        .hasMessageContaining("1");
  }

  @ParameterizedTest
  @ValueSource(ints = {-45, 0, 1, 44, 46, 180, 45 * 16_385, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void indexLengthThatCanNotBeIsRefused(int declared) {
    byte[] lying = SOUND.clone();
    ByteBuffer.wrap(lying).putInt(lying.length - 14, declared);
    PackFormatException refused =
        catchThrowableOfType(PackFormatException.class, () -> PackIndex.read(lying));
    assertThat(refused.problem()).isIn(Problem.INDEX_LENGTH, Problem.INDEX_CHECKSUM);
  }

  @Test
  void changedIndexIsRefusedByItsChecksum() {
    byte[] changed = SOUND.clone();
    changed[DATA + OFFSET] ^= 1;
    assertProblem(changed, Problem.INDEX_CHECKSUM);
  }

  private static PackFormatException assertProblem(byte[] pack, Problem problem) {
    PackFormatException refused =
        catchThrowableOfType(PackFormatException.class, () -> PackIndex.read(pack));
    assertThat(refused.problem()).as(refused.getMessage()).isEqualTo(problem);
    assertThat(refused.getMessage()).hasSizeGreaterThan(20);
    return refused;
  }

  private static byte[] patched(int field, int value) {
    byte[] patched = SOUND.clone();
    ByteBuffer.wrap(patched).putInt(DATA + PackFormat.ENTRY_BYTES + field, value);
    return sealed(patched);
  }

  private static byte[] sealed(byte[] pack) {
    int indexLength = 3 * PackFormat.ENTRY_BYTES;
    Sha256.digest(pack, DATA, indexLength)
        .write(ByteBuffer.wrap(pack).position(DATA + indexLength));
    return pack;
  }
}
