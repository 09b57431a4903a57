package io.driftless.client.engine;

import io.driftless.client.files.LocalFiles;
import io.driftless.client.link.LinkDownException;
import io.driftless.client.schedule.IdSource;
import io.driftless.client.schedule.Scheduler;
import io.driftless.client.sequence.CommitSequencer;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.store.ClientStore;
import io.driftless.client.transfer.TransferMeter;
import io.driftless.client.transfer.Transfers;

/**
 * The world around an engine.
 *
 * @param scheduler the engine's thread and the workers
 * @param ids fresh ids
 * @param files the root
 * @param store the internal database of the root
 * @param server calls to the server
 * @param transfers moves content to and from where it is stored
 * @param meter counts what is transferred
 * @param sequencer numbers the commits of the device
 * @param sender sends commits
 * @param ignored what is not to be synced
 * @param deeds takes down what was done
 */
public record EnginePorts(
    Scheduler scheduler,
    IdSource ids,
    LocalFiles files,
    ClientStore store,
    ServerCalls server,
    Transfers transfers,
    TransferMeter meter,
    CommitSequencer sequencer,
    Sender sender,
    Ignored ignored,
    Deeds deeds) {

  /** Sends an encoded envelope to the server; {@code MessageLink::send} in production. */
  @FunctionalInterface
  public interface Sender {

    /** Blocks until the broker has it; see {@link io.driftless.client.link.MessageLink#send}. */
    void send(byte[] envelope) throws LinkDownException;
  }
}
