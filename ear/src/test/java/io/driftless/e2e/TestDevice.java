package io.driftless.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.driftless.client.control.ControlClient;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.HomeException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** One device: a state folder, a synced folder, and at times a client process. */
final class TestDevice implements AutoCloseable {

  private static final long COMMAND_LIMIT_SECONDS = 60;
  private static final long POLL_MILLIS = 100;

  final String name;
  final Path folder;
  private final RunningStack stack;
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private List<String> prefix = List.of();
  private @Nullable Process client;

  TestDevice(RunningStack stack, Path temp, String name) throws IOException {
    this.stack = stack;
    this.name = name;
    this.home = temp.resolve(name + "-home");
    this.folder = Files.createDirectories(temp.resolve(name));
  }

  /** Enrols by the real device grant and links the folder with a workspace. */
  TestDevice enrol(String user, String workspace) throws IOException, InterruptedException {
    login(user);
    run("init", folder.toString(), "--workspace", workspace);
    return this;
  }

  /** Signs on by the real device grant; no client may run. */
  void login(String user) throws IOException, InterruptedException {
    Process login = driftless("login", stack.address("server"), "--name", name);
    List<String> said = new ArrayList<>();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(login.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (line.strip().contains("user_code=")) {
          stack.approve(line.strip(), user);
        }
      }
    }
    end(login, said.toString());
  }

  /** Sets an environment variable of the clients to come. */
  TestDevice with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Has no more rights than an ordinary user from now on, also where the tests run as root. */
  TestDevice asOrdinaryUser() {
    if (System.getProperty("user.name").equals("root")) {
      prefix = List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");
    }
    return this;
  }

  /** Its state folder. */
  Path home() {
    return home;
  }

  /** Starts the client. */
  TestDevice start() throws IOException {
    client = driftless(home.resolve("out.log"), "sync");
    return this;
  }

  /** Ends the client in order. */
  void stop() throws InterruptedException {
    Process running = client;
    if (running != null) {
      running.destroy();
      if (!running.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        running.destroyForcibly();
        throw new AssertionError(name + " did not end in order");
      }
      client = null;
    }
  }

  /** Ends the client as a power failure would. */
  void kill() throws InterruptedException {
    Process running = client;
    if (running != null) {
      running.destroyForcibly();
      running.waitFor();
      client = null;
    }
  }

  long processId() {
    Process running = client;
    return running == null ? -1 : running.pid();
  }

  /** Runs a command to its end and answers what it said. */
  String run(String... arguments) throws IOException, InterruptedException {
    Process process = driftless(arguments);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    end(process, said);
    return said;
  }

  /** Runs a command and answers its exit code. */
  int exitCode(String... arguments) throws IOException, InterruptedException {
    Process process = driftless(arguments);
    process.getInputStream().readAllBytes();
    process.waitFor();
    return process.exitValue();
  }

  private void end(Process process, String said) throws IOException, InterruptedException {
    if (!process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    if (process.waitFor() != 0) {
      throw new IOException(name + " ended with " + process.exitValue() + ": " + said);
    }
  }

  /** What {@code driftless status --json} says. */
  JsonNode said() throws IOException, InterruptedException {
    return RunningStack.JSON.readTree(run("status", "--json"));
  }

  /** The same as the command, asked as the command asks but without a process for each question. */
  JsonNode status() throws IOException, InterruptedException {
    try {
      JsonNode answer = new ControlClient(new DeviceHome(home)).ask("status");
      return answer == null ? said() : answer;
    } catch (HomeException e) {
      throw new IOException(name + " does not answer", e);
    }
  }

  static String state(JsonNode status) {
    return status.path("state").asText();
  }

  static List<String> problemCodes(JsonNode status) {
    return StreamSupport.stream(status.path("problems").spliterator(), false)
        .map(problem -> problem.path("code").asText())
        .toList();
  }

  /** Waits until the status is as wanted; fails with the last one after so many seconds. */
  JsonNode await(int seconds, Predicate<JsonNode> wanted) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      JsonNode status = status();
      if (wanted.test(status)) {
        return status;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(name + " stands at " + status.toPrettyString() + logTail());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  JsonNode awaitState(int seconds, String state) throws IOException, InterruptedException {
    return await(seconds, status -> state(status).equals(state));
  }

  private String logTail() throws IOException {
    Path log = home.resolve("log/driftless.log");
    if (!Files.exists(log)) {
      return "";
    }
    List<String> lines = Files.readAllLines(log);
    return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  private Process driftless(String... arguments) throws IOException {
    return driftless(null, arguments);
  }

  private Process driftless(@Nullable Path output, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(stack.project().resolve("driftless").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    if (output != null) {
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    }
    builder.environment().put("DRIFTLESS_HOME", home.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
