package io.driftless.client.status;

/** One word for how a device stands. */
public enum DeviceState {
  /** Nothing seen here or announced by the server is left to do. */
  UP_TO_DATE("up-to-date"),
  /** Working. */
  SYNCING("syncing"),
  /** Everything is done but what can't be done now; the problems tell what that is. */
  WAITING("waiting"),
  /** No line to the server; local work is noted and goes out later. */
  OFFLINE("offline"),
  /** Stopped by a guard or by a failure that a person has to look at; nothing is changed. */
  STOPPED("stopped"),
  /** A person asked it to rest; what changes meanwhile is found when it goes on. */
  PAUSED("paused"),
  /** Outgoing deletes wait for a person's word; everything else goes on. */
  HELD("held");

  private final String word;

  DeviceState(String word) {
    this.word = word;
  }

  /** The word that {@code status} shows; part of its stable form. */
  public String word() {
    return word;
  }
}
