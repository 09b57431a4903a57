/**
 * What the parts are made of, outside any data folder: distributions unpacked or installed once
 * into a cache of the machine, shared by all checkouts and kept by {@code mvn clean}.
 */
@NullMarked
package io.driftless.stack.tool;

import org.jspecify.annotations.NullMarked;
