package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.glassllm.tensor.Kernels;

/**
 * A DJL block that maps one {@code NDArray} to another.
 *
 * <p>{@code NDList}s appear only in {@link #forwardInternal}, which DJL calls. Blocks of this
 * package call each other through {@link #apply(Pass, NDArray)}. Child blocks and parameters have
 * the names that Hugging Face's GPT-2 files use.
 */
public abstract class GlassBlock extends AbstractBlock {
  private static final byte VERSION = 1;
  private final Map<String, GlassBlock> named = new LinkedHashMap<>();

  /** Creates a block without parameters. */
  protected GlassBlock() {
    super(VERSION);
  }

  /**
   * Returns the output of this block for an input.
   *
   * @param pass the forward pass, with parameters, mask and cache
   * @param x the input, which is not changed
   * @return the output, owned by the input's manager
   */
  public abstract NDArray apply(Pass pass, NDArray x);

  /** Returns the kernels of a pass that DJL starts; every other {@link Pass} holds its kernels. */
  public Kernels kernels() {
    return Kernels.FUSED;
  }

  /** Adds a child block under its name in files. */
  protected final <B extends GlassBlock> B child(String name, B block) {
    named.put(name, block);
    return addChildBlock(name, block);
  }

  /** Adds a trained parameter under its name in files. */
  protected final Parameter parameter(
      String name, Parameter.Type type, Initializer initializer, long... shape) {
    return addParameter(
        Parameter.builder()
            .setName(name)
            .setType(type)
            .optShape(new Shape(shape))
            .optInitializer(initializer)
            .build());
  }

  /** Adds a trained vector of zeros if {@code present} is true; otherwise returns empty. */
  protected final Optional<Parameter> optional(
      boolean present, String name, Parameter.Type type, long size) {
    return present ? Optional.of(parameter(name, type, Initializer.ZEROS, size)) : Optional.empty();
  }

  /** Returns all parameters by their names in files, such as {@code h.0.attn.c_attn.weight}. */
  public final Map<String, Parameter> namedParameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    for (Parameter p : getDirectParameters().values()) {
      all.put(p.getName(), p);
    }
    named.forEach(
        (name, block) ->
            block.namedParameters().forEach((inner, p) -> all.put(name + "." + inner, p)));
    return all;
  }

  /** Returns the blocks without children by their names in files, such as {@code h.0.ln_1}. */
  final Map<String, GlassBlock> layers() {
    Map<String, GlassBlock> all = new LinkedHashMap<>();
    named.forEach(
        (name, block) -> {
          if (block.named.isEmpty()) {
            all.put(name, block);
          }
          block.layers().forEach((inner, layer) -> all.put(name + "." + inner, layer));
        });
    return all;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    return new NDList(apply(Pass.of(store, kernels(), training), inputs.head()));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    // The input shape is ignored: the configuration determines every shape.
    for (Block block : getChildren().values()) {
      block.initialize(manager, type, inputShapes);
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }
}
