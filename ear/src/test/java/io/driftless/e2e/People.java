package io.driftless.e2e;

import io.driftless.stack.RealmUser;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** People for tests of the API, and the API as each of them calls it. */
final class People {

  /** A client whose tokens are as good as a device's. */
  private static final String CLIENT = "driftless-it";

  private static final int LIFESPAN_SECONDS = 3_600;
  private static final long KEPT_NANOS = Duration.ofMinutes(30).toNanos();
  private static final Map<String, Kept> TOKENS = new ConcurrentHashMap<>();

  private final RunningStack stack;
  private final SignOn signOn;

  private record Kept(String token, long since) {}

  private People(RunningStack stack, SignOn signOn) {
    this.stack = stack;
    this.signOn = signOn;
  }

  static People of(RunningStack stack) throws IOException, InterruptedException {
    SignOn signOn = SignOn.of(stack);
    signOn.client(CLIENT, "driftless-api", LIFESPAN_SECONDS);
    return new People(stack, signOn);
  }

  SignOn signOn() {
    return signOn;
  }

  /** Somebody who is new to the sign-on, if need be, and has the role {@code user}. */
  Api newcomer(String name) throws IOException, InterruptedException {
    return as(signOn.person(name, "user"));
  }

  /** One of the realm's own people. */
  Api as(String name) throws IOException, InterruptedException {
    return as(new RealmUser(name, name + "-password", "", List.of()));
  }

  /** The API as this person calls it. */
  Api as(RealmUser person) throws IOException, InterruptedException {
    Kept kept = TOKENS.get(person.name());
    if (kept == null || System.nanoTime() - kept.since() > KEPT_NANOS) {
      kept = new Kept(signOn.token(CLIENT, person), System.nanoTime());
      TOKENS.put(person.name(), kept);
    }
    return Api.of(stack).token(kept.token());
  }
}
