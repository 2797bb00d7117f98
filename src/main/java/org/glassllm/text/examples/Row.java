package org.glassllm.text.examples;

/**
 * A row of a file: a line of JSONL, or an element of a JSON array.
 *
 * @param place the line, or the index of the element (from 0) and the line of its start
 * @param text the JSON text; incomplete if there is a fault
 * @param fault the reason why the row cannot be read; empty if there is none
 */
record Row(String place, String text, String fault) {}
