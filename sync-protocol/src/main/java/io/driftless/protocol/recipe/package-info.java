/** How content is put together from chunks, and how a recipe travels as a short script. */
@NullMarked
package io.driftless.protocol.recipe;

import org.jspecify.annotations.NullMarked;
