package io.driftless.client.engine;

import io.driftless.client.files.LinuxFiles;
import io.driftless.client.files.LocalFiles;
import io.driftless.client.files.RelPath;
import io.driftless.client.link.LinkState;
import io.driftless.client.link.MessageLink;
import io.driftless.client.schedule.RandomIds;
import io.driftless.client.sequence.CommitSequencer;
import io.driftless.client.status.Problem;
import io.driftless.client.status.RootStatus;
import io.driftless.client.store.ClientStore;
import io.driftless.client.store.SqliteFile;
import io.driftless.client.transfer.PackStore;
import io.driftless.client.transfer.TransferException;
import io.driftless.client.transfer.TransferMeter;
import io.driftless.client.transfer.TransferWatch;
import io.driftless.client.transfer.Transfers;
import io.driftless.protocol.codec.EnvelopeCodec;
import io.driftless.protocol.codec.MalformedMessageException;
import io.driftless.protocol.id.DeviceId;
import io.driftless.protocol.id.PackId;
import io.driftless.protocol.id.WorkspaceId;
import io.driftless.protocol.message.ChangeAnswer;
import io.driftless.protocol.message.Envelope;
import io.driftless.protocol.message.Message;
import io.driftless.protocol.message.Message.CommitRequest;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A whole engine on a real disk and a real database, with time that passes when the test says so,
 * and operations of the disk that fail when the test says so.
 */
final class EngineBench implements AutoCloseable {

  /** What goes wrong before an operation of the disk. */
  @FunctionalInterface
  interface Fault {
    /** Throws, or lets the operation happen. */
    void before(String operation, List<RelPath> paths) throws Exception;
  }

  final Path root;
  final ToldServer server = new ToldServer();
  final StepScheduler scheduler = new StepScheduler();
  private final Path database;
  private ClientStore store;
  private SyncEngine engine;
  private Fault fault = (operation, paths) -> {};
  final List<byte[]> sent = new ArrayList<>();
  private Ignored ignored = Ignored.NOTHING;

  /** An engine over an empty root, connected. */
  EngineBench(Path temp) throws IOException {
    root = Files.createDirectories(temp.resolve("root")).toRealPath();
    database = temp.resolve("index.db");
    store = SqliteFile.open(database, false).store();
    engine = engine();
  }

  private SyncEngine engine() throws IOException {
    Random random = new Random(7);
    return new SyncEngine(
        new EnginePorts(
            scheduler,
            new RandomIds(scheduler, random::nextLong),
            failing(new LinuxFiles(root)),
            store,
            server.calls(),
            new Transfers(packs(), () -> new PackId(new UUID(9, random.nextLong())), Runnable::run),
            new TransferMeter(scheduler),
            new CommitSequencer(new Mark(), scheduler, List.of(ToldServer.WORKSPACE)),
            sent::add,
            (path, folder) -> ignored.isIgnored(path, folder),
            Deeds.NONE),
        new EngineSettings(
            ToldServer.WORKSPACE,
            new DeviceId("laptop"),
            "laptop",
            root.toString(),
            EngineSettings.Guards.DEFAULT,
            EngineSettings.DEFAULT_PACKS_AHEAD));
  }

  private static final class Mark implements CommitSequencer.HighMark {
    private @Nullable Long mark;

    @Override
    public @Nullable Long read() {
      return mark;
    }

    @Override
    public void write(long to) {
      mark = to;
    }
  }

  private LocalFiles failing(LocalFiles files) {
    return (LocalFiles)
        Proxy.newProxyInstance(
            LocalFiles.class.getClassLoader(),
            new Class<?>[] {LocalFiles.class},
            (proxy, method, arguments) -> {
              Object[] given = arguments == null ? new Object[0] : arguments;
              fault.before(
                  method.getName(),
                  Arrays.stream(given)
                      .filter(RelPath.class::isInstance)
                      .map(RelPath.class::cast)
                      .toList());
              try {
                return method.invoke(files, given);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private PackStore packs() {
    return new PackStore() {
      @Override
      public void put(WorkspaceId workspace, PackId pack, byte[] bytes, TransferWatch watch) {
        server.packs.put(pack, bytes.clone());
      }

      @Override
      public byte[] read(
          WorkspaceId workspace, PackId pack, long offset, int length, TransferWatch watch)
          throws TransferException {
        byte[] bytes = server.packs.get(pack);
        if (bytes == null || offset + length > bytes.length) {
          throw new TransferException(TransferException.Kind.MISSING, "not there");
        }
        return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
      }
    };
  }

  /** Starts, and lets it come to rest. */
  EngineBench start() {
    engine.start();
    engine.stateChanged(new LinkState.Up());
    run(1_000);
    return this;
  }

  /** Ends this life of the engine as a kill does, and begins another. */
  void restart() throws IOException {
    store.close();
    scheduler.forget();
    store = SqliteFile.open(database, false).store();
    engine = engine();
    start();
  }

  /** The commit that was sent last; there must be one. */
  CommitRequest lastSent() throws MalformedMessageException {
    return (CommitRequest) EnvelopeCodec.decode(sent.get(sent.size() - 1)).body();
  }

  /** The server answers the commit that was sent last. */
  void answer(@Nullable ChangeAnswer refused, List<ChangeAnswer> answers)
      throws MalformedMessageException {
    CommitRequest request = lastSent();
    Envelope envelope =
        Envelope.of(
            ToldServer.EPOCH,
            new Message.CommitAnswer(
                request.workspace(), request.commit(), request.sequence(), refused, answers, null));
    engine.received(
        new MessageLink.Delivery() {
          @Override
          public Envelope envelope() {
            return envelope;
          }

          @Override
          public void acknowledge() {}
        });
    run(1_000);
  }

  /** Lets the engine hear of what others did, and time pass. */
  void hear(long millis) {
    engine.stateChanged(new LinkState.Up());
    run(millis);
  }

  void run(long millis) {
    scheduler.run(millis);
  }

  /** What goes wrong from now on. */
  void fails(Fault next) {
    fault = next;
  }

  void ignores(Ignored next) {
    ignored = next;
  }

  /** A person changed something here. */
  void touched(String path) {
    engine.entryChanged(new RelPath(path));
  }

  void confirmDeletes() {
    engine.confirmDeletes();
    run(5_000);
  }

  /** The parts that have something left to do. */
  List<String> unfinished() {
    return engine.unfinished();
  }

  RootStatus status() {
    return engine.statusNow();
  }

  /** The codes of what is told of a path. */
  List<String> problems(String path) {
    return status().problems().stream()
        .filter(problem -> problem.path().equals(path))
        .map(Problem::code)
        .toList();
  }

  Path at(String path) {
    return root.resolve(path);
  }

  /** What is kept of replaced files. */
  List<Path> kept() throws IOException {
    try (var files = Files.list(root.resolve(".driftless/old"))) {
      return files.toList();
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
