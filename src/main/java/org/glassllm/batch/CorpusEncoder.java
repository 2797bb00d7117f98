package org.glassllm.batch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.glassllm.base.SafeFiles;
import org.glassllm.text.Corpus;
import org.glassllm.text.Document;
import org.glassllm.token.IdSink;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.Tokenizer;

/**
 * Encodes a corpus into a {@link TokenFile}. The encoder reads the text in blocks, and all
 * processors encode a block. Memory is bounded for a corpus of any size.
 *
 * <p>The tokenizer's end-of-text token ({@link SpecialRole#EOS}) stands between two documents. If
 * the tokenizer has no such token, {@link Corpus#SEPARATOR} is encoded between two documents, so
 * the ids are those of the joined text.
 */
public final class CorpusEncoder {
  /** Documents with fewer bytes than this are encoded many at a time, each by one thread. */
  private static final int SHORT = 1 << 16;

  private static final int BATCH = 1 << 22;

  private final Tokenizer tokenizer;
  private final IdSink sink;
  private final int[] end;
  private final List<byte[]> batch = new ArrayList<>();
  private int batchBytes;
  private boolean begun;

  private CorpusEncoder(Tokenizer tokenizer, int end, IdSink sink) {
    this.tokenizer = tokenizer;
    this.end = new int[] {end};
    this.sink = sink;
  }

  /** Writes the ids of a corpus into a new token file and returns the number of ids. */
  public static long write(Corpus corpus, Tokenizer tokenizer, Path file) {
    TokenFileWriter writer = new TokenFileWriter(file, tokenizer.vocabSize());
    try (writer) {
      writer.onlyIfWhole(() -> encode(corpus, tokenizer, writer::write));
    } catch (IOException e) {
      throw SafeFiles.cannot("read", Path.of(corpus.name()), e);
    }
    return writer.count();
  }

  /** Encodes a corpus and passes the ids to a sink, block by block. */
  public static void encode(Corpus corpus, Tokenizer tokenizer, IdSink sink) throws IOException {
    if (corpus.size() == 1 || tokenizer.special(SpecialRole.EOS).isEmpty()) {
      try (InputStream in = corpus.joined().open()) {
        tokenizer.encodeTo(in, sink);
      }
      return;
    }
    int end = tokenizer.special(SpecialRole.EOS).getAsInt();
    CorpusEncoder encoder = new CorpusEncoder(tokenizer, end, sink);
    try (Stream<Document> documents = corpus.documents()) {
      for (Iterator<Document> each = documents.iterator(); each.hasNext(); ) {
        encoder.add(each.next());
      }
      encoder.encodeBatch();
    }
  }

  private void add(Document document) throws IOException {
    try (InputStream in = document.open()) {
      byte[] first = in.readNBytes(SHORT);
      if (first.length < SHORT) {
        batch.add(first);
        batchBytes += first.length;
        if (batchBytes >= BATCH) {
          encodeBatch();
        }
      } else {
        encodeBatch();
        separate();
        tokenizer.encodeTo(new SequenceInputStream(new ByteArrayInputStream(first), in), sink);
      }
    }
  }

  private void encodeBatch() throws IOException {
    for (int[] ids : batch.parallelStream().map(tokenizer::encodeBytes).toArray(int[][]::new)) {
      separate();
      sink.accept(ids, ids.length);
    }
    batch.clear();
    batchBytes = 0;
  }

  private void separate() throws IOException {
    if (begun) {
      sink.accept(end, 1);
    }
    begun = true;
  }
}
