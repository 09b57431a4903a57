package io.driftless.client.status;

/**
 * What is left to do in one direction.
 *
 * @param files how many files, folders and links
 * @param bytes of their content, before deduplication
 */
public record Pending(long files, long bytes) {}
