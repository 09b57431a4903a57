package io.driftless.protocol.api;

import io.driftless.protocol.id.ServerEpoch;

/**
 * {@code GET /api/v1/connect}: all that a client needs to know of a server before anybody signed
 * in.
 *
 * @param product always {@code driftless}; tells another web server from one of ours
 * @param serverVersion the server's release, in words
 * @param protocolVersion the newest protocol version that the server speaks
 * @param oldestProtocolVersion the oldest one that it still reads
 * @param epoch the current life of the metadata store
 * @param issuer the OpenID Connect issuer's address
 * @param clientId the client id for the device authorization grant there
 * @param brokerUrl the address of the message broker, {@code tcp://host:port} or {@code
 *     ssl://host:port}; over HTTP upgrade
 */
public record ConnectInfo(
    String product,
    String serverVersion,
    int protocolVersion,
    int oldestProtocolVersion,
    ServerEpoch epoch,
    String issuer,
    String clientId,
    String brokerUrl) {}
