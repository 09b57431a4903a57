/** The three trees against plain maps. */
package io.driftless.client.tree;
