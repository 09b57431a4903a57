package io.driftless.stack;

import java.util.Locale;

/** A part of the local stack, in the order in which they are stopped last to first. */
public enum PartName {
  /** The database. */
  POSTGRES,
  /** The blob store. */
  AZURITE,
  /** The single sign-on. */
  KEYCLOAK,
  /** The application server with the broker inside. */
  WILDFLY;

  /** The name that people type. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
