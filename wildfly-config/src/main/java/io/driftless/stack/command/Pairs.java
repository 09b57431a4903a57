package io.driftless.stack.command;

import io.driftless.stack.Installation;
import io.driftless.stack.LocalStack;
import io.driftless.stack.StackException;
import io.driftless.stack.demo.DevicePair;
import java.io.IOException;
import java.nio.file.Path;

/** Makes the two devices of commands that show or measure something. */
final class Pairs {

  private Pairs() {}

  static DevicePair of(LocalStack stack, Path folder, long limitSeconds)
      throws IOException, StackException {
    return new DevicePair(site(stack, folder), limitSeconds);
  }

  static DevicePair.Site site(LocalStack stack, Path folder) throws IOException, StackException {
    return new DevicePair.Site(
        Installation.find().root(),
        stack.folder().path(),
        folder.toAbsolutePath(),
        stack.addresses().server(),
        stack.addresses().issuer());
  }
}
