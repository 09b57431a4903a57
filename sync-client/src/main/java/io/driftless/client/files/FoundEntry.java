package io.driftless.client.files;

/**
 * An entry of a folder.
 *
 * @param name as on disk
 * @param stamp what it looks like
 */
public record FoundEntry(String name, FileStamp stamp) {}
