package io.driftless.stack.command;

import io.driftless.stack.Installation;
import io.driftless.stack.LocalStack;
import io.driftless.stack.RealmUser;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import io.driftless.stack.device.LocalDevice;
import io.driftless.stack.signon.DeviceGrant;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a device without a person. */
@Command(
    name = "device",
    description = "Enrol a device by the real device grant, approved by script, and link a folder.")
final class DeviceCommand implements Callable<Integer> {

  @Mixin private StackOptions options = new StackOptions();

  @Parameters(paramLabel = "USER", description = "ada, grace or linus")
  private String user = "";

  @Parameters(paramLabel = "HOME", description = "State folder of the device (DRIFTLESS_HOME).")
  private Path home = Path.of("");

  @Parameters(paramLabel = "FOLDER", description = "The folder to sync; made if missing.")
  private Path folder = Path.of("");

  @Override
  public Integer call() throws IOException, InterruptedException, StackException {
    LocalStack stack = options.open(StackProgress.silent());
    LocalDevice device =
        new LocalDevice(Installation.find().root().resolve("driftless"), home, folder);
    device.enrol(
        stack.addresses().server(),
        RealmUser.named(user),
        new DeviceGrant(stack.addresses().issuer()));
    System.out.printf(
        "%s is linked for %s. Start it: DRIFTLESS_HOME=%s ./driftless sync%n",
        device.folder(), user, device.home());
    return 0;
  }
}
