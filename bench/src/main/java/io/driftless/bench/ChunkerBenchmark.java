package io.driftless.bench;

import io.driftless.protocol.chunk.Chunk;
import io.driftless.protocol.chunk.ChunkCodec;
import io.driftless.protocol.chunk.Chunker;
import io.driftless.protocol.chunk.ChunkingProfile;
import io.driftless.protocol.id.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One operation is one MiB, so scores read as MiB a second on one thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class ChunkerBenchmark {

  private static final int MIB = 32;

  @Param({"RANDOM", "TEXT"})
  private Content content = Content.RANDOM;

  private byte[] bytes = {};

  /** Makes the content. */
  @Setup
  public void make() {
    bytes = content.make(MIB << 20);
  }

  /** Cut, and hash chunks and file: what every changed file goes through. */
  @Benchmark
  @OperationsPerInvocation(MIB)
  public long cutAndHash() throws IOException {
    Chunker chunker = new Chunker(new ByteArrayInputStream(bytes), ChunkingProfile.KIB_64);
    long last = 0;
    for (Chunk chunk = chunker.next(); chunk != null; chunk = chunker.next()) {
      last = chunk.end();
    }
    return last + chunker.digest().a();
  }

  /** Cut, hash and compress: what every new chunk goes through. */
  @Benchmark
  @OperationsPerInvocation(MIB)
  public long cutHashAndCompress() throws IOException {
    Chunker chunker = new Chunker(new ByteArrayInputStream(bytes), ChunkingProfile.KIB_64);
    long stored = 0;
    while (chunker.next() != null) {
      stored += ChunkCodec.encode(chunker.copy()).stored().length;
    }
    return stored;
  }

  /** One SHA-256 over all, for comparison. */
  @Benchmark
  @OperationsPerInvocation(MIB)
  public Sha256 hashOnly() {
    return Sha256.digest(bytes);
  }
}
