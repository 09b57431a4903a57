package io.driftless.protocol.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.chunk.EncodedChunk;
import io.driftless.protocol.id.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class PackProperties {

  @Property(tries = 200)
  void everyChunkComesBackFromSomePack(
      @ForAll @Size(min = 1, max = 60) List<@Size(min = 1, max = 400) byte[]> chunks,
      @ForAll @IntRange(min = 1, max = 5_000) int target)
      throws IOException {
    List<Pack> packs = new ArrayList<>();
    PackWriter writer = new PackWriter(target);
    HashSet<ByteBuffer> expected = new HashSet<>();
    for (byte[] raw : chunks) {
      EncodedChunk encoded = ChunkCodec.encode(raw);
      if (!writer.fits(encoded)) {
        packs.add(writer.finish());
        writer = new PackWriter(target);
      }
      writer.add(Sha256.digest(raw), encoded);
      expected.add(ByteBuffer.wrap(raw));
    }
    packs.add(writer.finish());

    HashSet<ByteBuffer> found = new HashSet<>();
    for (Pack pack : packs) {
      Pack read = Pack.of(pack.bytes());
      assertThat(read.index()).isEqualTo(pack.index());
      for (int i = 0; i < read.index().entries().size(); i++) {
        found.add(ByteBuffer.wrap(read.open(i)));
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  @Property(tries = 500)
  void rubbishNeverEscapesAsAnotherException(@ForAll @Size(max = 300) byte[] rubbish) {
    byte[] end = rubbish.clone();
    if (end.length > Long.BYTES) {
      ByteBuffer.wrap(end).putLong(end.length - Long.BYTES, PackFormat.MAGIC);
    }
    try {
      PackIndex.read(end);
    } catch (PackFormatException e) {
      assertThat(e).hasMessageNotContaining("null");
      return;
    }
    throw new AssertionError("Rubbish was read as a pack");
  }
}
