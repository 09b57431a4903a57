package io.driftless.stack.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.driftless.stack.RealmUser;
import io.driftless.stack.StackException;
import io.driftless.stack.signon.DeviceGrant;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A device of this machine: a state folder and the client {@code ./driftless} that uses it.
 *
 * @param client the client's start script
 * @param home the device's state folder ({@code DRIFTLESS_HOME})
 * @param folder the folder that it syncs
 */
public record LocalDevice(Path client, Path home, Path folder) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Makes the paths absolute, so that the client may have any working folder. */
  public LocalDevice {
    client = client.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
    folder = folder.toAbsolutePath().normalize();
  }

  /**
   * Signs a user in as the client asks for it, approves it as the user would in a browser, and
   * links the folder; does only what is not done yet. The client is not left running.
   */
  public void enrol(String server, RealmUser user, DeviceGrant browser)
      throws IOException, InterruptedException, StackException {
    Files.createDirectories(home);
    Files.createDirectories(folder);
    if (isLinked()) {
      return;
    }
    login(server, user, browser);
    run("init", folder.toString());
  }

  private void login(String server, RealmUser user, DeviceGrant browser)
      throws IOException, InterruptedException, StackException {
    Process login = start("login", server, "--name", String.valueOf(home.getFileName()));
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = login.inputReader()) {
      boolean approved = false;
      String line;
      while ((line = lines.readLine()) != null) {
        output.add(line);
        String word = line.strip();
        if (!approved && word.startsWith("http") && word.contains("user_code=")) {
          browser.approve(URI.create(word), user);
          approved = true;
        }
      }
    } finally {
      login.destroy();
    }
    check(login.waitFor(), "login", output);
  }

  /** What {@code status --json} says. */
  public JsonNode status() throws IOException, InterruptedException {
    Process status = start("status", "--json");
    try (BufferedReader output = status.inputReader()) {
      JsonNode json = JSON.readTree(output);
      status.waitFor();
      return json;
    }
  }

  private boolean isLinked() throws IOException, InterruptedException {
    if (!Files.exists(home.resolve("folders.json"))) {
      return false;
    }
    for (JsonNode root : status().path("roots")) {
      if (root.path("folder").asText().equals(folder.toRealPath().toString())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Starts the client in the foreground of nobody: in a session of its own, with its output in a
   * file.
   */
  public Process startDaemon(Path log) throws IOException {
    ProcessBuilder builder = builder("sync");
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      builder.command().add(0, "/usr/bin/setsid");
    }
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return builder.start();
  }

  /** Lets deletes go that the running client holds until somebody means them. */
  public void confirmDeletes() throws IOException, InterruptedException, StackException {
    run("confirm-deletes");
  }

  private void run(String... arguments) throws IOException, InterruptedException, StackException {
    Process process = start(arguments);
    List<String> output;
    try (BufferedReader lines = process.inputReader()) {
      output = lines.lines().toList();
    }
    check(process.waitFor(), arguments[0], output);
  }

  private static void check(int status, String command, List<String> output) throws StackException {
    if (status != 0) {
      throw new StackException(
          "driftless "
              + command
              + " ended with status "
              + status
              + ":\n"
              + String.join("\n", output));
    }
  }

  private Process start(String... arguments) throws IOException {
    return builder(arguments).start();
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(client.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DRIFTLESS_HOME", home.toString());
    builder.environment().putIfAbsent("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    return builder;
  }
}
