package io.driftless.guard;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.activemq.artemis.spi.core.security.jaas.NoCacheLoginException;
import org.apache.activemq.artemis.spi.core.security.jaas.RolePrincipal;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Signs devices on at a broker outside of the application server, as the realm of the embedded one
 * does: id and secret against the device's row, which must not be revoked, and whose lease must
 * run. Options: {@code url}, {@code user}, {@code password} of the database. A database that is
 * down refuses, and that is not remembered.
 */
public final class DeviceLoginModule implements LoginModule {

  private static final String ROLE = "device";

  private Subject subject = new Subject();
  private @Nullable CallbackHandler asked;
  private @Nullable DeviceSecrets secrets;
  private @Nullable String device;

  @Override
  public void initialize(
      Subject toFill, CallbackHandler handler, Map<String, ?> sharedState, Map<String, ?> options) {
    subject = toFill;
    asked = handler;
    secrets =
        DeviceSecrets.of(
            option(options, "url"), option(options, "user"), option(options, "password"));
  }

  private static String option(Map<String, ?> options, String name) {
    Object value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("The login module has no option " + name);
    }
    return value.toString();
  }

  @Override
  public boolean login() throws LoginException {
    device = null;
    NameCallback name = new NameCallback("device");
    PasswordCallback password = new PasswordCallback("secret", false);
    ask(name, password);
    char[] secret = password.getPassword();
    password.clearPassword();
    if (!DeviceNames.isDeviceId(name.getName()) || secret == null) {
      throw new FailedLoginException("No device");
    }
    if (!matches(name.getName(), secret)) {
      throw new FailedLoginException("No such device, or another secret");
    }
    device = name.getName();
    return true;
  }

  private void ask(Callback... callbacks) throws LoginException {
    CallbackHandler handler = asked;
    if (handler == null) {
      throw new LoginException("The login module was not initialized");
    }
    try {
      handler.handle(callbacks);
    } catch (IOException | UnsupportedCallbackException e) {
      throw caused(new LoginException("Name and secret can't be had"), e);
    }
  }

  private boolean matches(String name, char[] secret) throws LoginException {
    DeviceSecrets known = secrets;
    try {
      return known != null && known.matches(name, new String(secret));
    } catch (SQLException e) {
      throw caused(new NoCacheLoginException("The database does not answer"), e);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  private static LoginException caused(LoginException failure, Exception cause) {
    failure.initCause(cause);
    return failure;
  }

  @Override
  public boolean commit() {
    String signedOn = device;
    if (signedOn == null) {
      return false;
    }
    subject.getPrincipals().addAll(Set.of(new UserPrincipal(signedOn), new RolePrincipal(ROLE)));
    return true;
  }

  @Override
  public boolean abort() {
    return logout();
  }

  @Override
  public boolean logout() {
    device = null;
    subject
        .getPrincipals()
        .removeIf(one -> one instanceof UserPrincipal || one instanceof RolePrincipal);
    return true;
  }
}
