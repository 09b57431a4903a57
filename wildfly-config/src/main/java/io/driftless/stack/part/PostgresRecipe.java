package io.driftless.stack.part;

import io.driftless.stack.PartName;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import io.driftless.stack.StackSettings.PortName;
import io.driftless.stack.StackSettings.SecretName;
import io.driftless.stack.host.PrivateFiles;
import io.driftless.stack.tool.Tools;
import io.driftless.stack.tool.Unprivileged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL with every commit forced to disk, as in production. */
public final class PostgresRecipe implements PartRecipe {

  private final PartContext context;
  private final Path data;

  /** PostgreSQL of one stack. */
  public PostgresRecipe(PartContext context) {
    this.context = context;
    this.data = context.folder().of(PartName.POSTGRES).resolve("data");
  }

  @Override
  public PartName name() {
    return PartName.POSTGRES;
  }

  @Override
  public Launch prepare(StackProgress progress)
      throws IOException, InterruptedException, StackException {
    Path folder = context.folder().of(name());
    Unprivileged user = Unprivileged.forFolder(folder);
    Tools tools =
        user.isForeign() ? context.tools().in(folder.resolve("programs")) : context.tools();
    Path programs = tools.postgres(what -> progress.working(name(), what)).resolve("bin");
    user.own(folder);
    if (!Files.exists(data.resolve("PG_VERSION"))) {
      progress.working(name(), "creating the database");
      initialise(programs, user);
    }
    progress.working(name(), "starting");
    return new Launch(
        user.command(
            List.of(
                programs.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(context.settings().port(PortName.POSTGRES)),
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=on",
                "-c",
                "synchronous_commit=on",
                "-c",
                "max_prepared_transactions=200",
                "-c",
                "max_connections=200",
                "-c",
                "shared_buffers=256MB",
                "-c",
                "max_wal_size=2GB",
                "-c",
                "log_line_prefix=%m [%p] %a ",
                "-c",
                "timezone=UTC")),
        Map.of());
  }

  private void initialise(Path programs, Unprivileged user)
      throws IOException, InterruptedException, StackException {
    Path password = context.folder().of(name()).resolve("password");
    Path log = context.folder().logs().resolve("initdb.log");
    PrivateFiles.write(
        password,
        context.settings().secret(SecretName.DATABASE_ADMIN).getBytes(StandardCharsets.UTF_8));
    try {
      user.own(password);
      List<String> command = new ArrayList<>();
      command.add(programs.resolve("initdb").toString());
      command.addAll(List.of("-D", data.toString(), "-U", "postgres"));
      command.addAll(List.of("-A", "scram-sha-256", "--pwfile=" + password));
      command.addAll(
          List.of("-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
      command.add("--locale=C");
      int status =
          new ProcessBuilder(user.command(command))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (status != 0) {
        throw new StackException("PostgreSQL's initdb failed:\n" + Files.readString(log));
      }
    } finally {
      Files.deleteIfExists(password);
    }
  }

  @Override
  public boolean isReady() {
    try (Connection connection = connect()) {
      return connection.isValid(2);
    } catch (SQLException notYet) {
      return false;
    }
  }

  @Override
  public void settle(StackProgress progress) throws StackException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      String password = context.settings().secret(SecretName.DATABASE);
      if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?")) {
        statement.execute("CREATE ROLE driftless LOGIN PASSWORD '" + password + "'");
      }
      if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?")) {
        statement.execute("CREATE DATABASE driftless OWNER driftless");
      }
    } catch (SQLException e) {
      throw new StackException("the database could not be created: " + e.getMessage(), e);
    }
  }

  private static boolean exists(Connection connection, String query) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, "driftless");
      try (ResultSet result = statement.executeQuery()) {
        return result.next();
      }
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "postgres");
    properties.setProperty("password", context.settings().secret(SecretName.DATABASE_ADMIN));
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    return DriverManager.getConnection(context.addresses().adminDatabase(), properties);
  }

  /**
   * Fast shutdown: sessions are ended, everything is written; SIGTERM would wait for clients to
   * leave.
   */
  @Override
  public String stopSignal() {
    return "INT";
  }

  @Override
  public Duration startLimit() {
    return Duration.ofMinutes(3);
  }
}
