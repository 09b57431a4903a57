/**
 * What a person does not want to be synced: the rules of the file {@code .driftlessignore} in a
 * synced folder, in the syntax of gitignore. Decides about names only.
 */
@NullMarked
package io.driftless.client.ignore;

import org.jspecify.annotations.NullMarked;
