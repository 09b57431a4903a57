package io.driftless.bench;

import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.chunk.EncodedChunk;
import io.driftless.protocol.id.Sha256;
import io.driftless.protocol.pack.Pack;
import io.driftless.protocol.pack.PackIndex;
import io.driftless.protocol.pack.PackWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One operation is one pack of about 4 MiB. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class PackBenchmark {

  private static final int DATA = 4 << 20;

  @Param({"4096", "65536"})
  private int chunkBytes = 4096;

  private final List<Sha256> hashes = new ArrayList<>();
  private final List<EncodedChunk> chunks = new ArrayList<>();
  private byte[] pack = {};

  /** Makes the chunks. */
  @Setup
  public void make() {
    byte[] all = Content.TEXT.make(DATA);
    for (int at = 0; at < DATA; at += chunkBytes) {
      byte[] raw = Arrays.copyOfRange(all, at, at + chunkBytes);
      hashes.add(Sha256.digest(raw));
      chunks.add(ChunkCodec.encode(raw));
    }
    pack = write().bytes();
  }

  /** Put compressed chunks together, with the index. */
  @Benchmark
  public Pack write() {
    PackWriter writer = new PackWriter();
    for (int i = 0; i < chunks.size(); i++) {
      writer.add(hashes.get(i), chunks.get(i));
    }
    return writer.finish();
  }

  /** Read and check the index: what the server does for each new pack. */
  @Benchmark
  public PackIndex readIndex() throws IOException {
    return PackIndex.read(pack);
  }

  /** Open and check every chunk: what the verifier does for each new pack. */
  @Benchmark
  public long openAll() throws IOException {
    Pack read = Pack.of(pack);
    long length = 0;
    for (int i = 0; i < read.index().entries().size(); i++) {
      length += read.open(i).length;
    }
    return length;
  }
}
