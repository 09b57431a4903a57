package io.driftless.client.daemon;

import io.driftless.client.engine.Crossings;
import io.driftless.client.engine.EnginePorts;
import io.driftless.client.home.DeviceHome;
import io.driftless.client.home.DeviceIdentity;
import io.driftless.client.schedule.Clock;
import io.driftless.client.sequence.CommitSequencer;
import io.driftless.client.server.ServerCalls;
import io.driftless.client.transfer.Bandwidth;
import io.driftless.client.transfer.PassCache;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;

/**
 * What the folders of a device share.
 *
 * @param unclean whether the client before this one did not end in order
 * @param requests runs single requests to the blob store
 * @param crossings what moves from one folder to another
 */
record DeviceParts(
    DeviceHome home,
    DeviceIdentity identity,
    boolean unclean,
    ServerCalls calls,
    HttpClient http,
    PassCache passes,
    Bandwidth bandwidth,
    Clock clock,
    SecureRandom random,
    ExecutorService requests,
    CommitSequencer sequencer,
    EnginePorts.Sender sender,
    Crossings crossings) {}
