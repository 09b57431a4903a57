package io.driftless.stack.command;

import io.driftless.stack.LocalStack;
import io.driftless.stack.RealmUser;
import io.driftless.stack.StackException;
import io.driftless.stack.StackProgress;
import io.driftless.stack.signon.DeviceGrant;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints a token to try the HTTP API with. */
@Command(
    name = "token",
    description = "Sign a user in and print an access token (valid for 5 minutes).")
final class TokenCommand implements Callable<Integer> {

  @Mixin private StackOptions options = new StackOptions();

  @Parameters(paramLabel = "USER", description = "ada, grace or linus")
  private String user = "";

  @Override
  public Integer call() throws IOException, InterruptedException, StackException {
    LocalStack stack = options.open(StackProgress.silent());
    System.out.println(
        new DeviceGrant(stack.addresses().issuer()).accessToken(RealmUser.named(user)));
    return 0;
  }
}
