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
import org.glassllm.tensor.Kernels;

/**
 * A DJL block with one input and one output, whose inside works on {@code NDArray}s.
 *
 * <p>{@code NDList}s appear only at DJL's own boundary, {@link #forwardInternal}; blocks of this
 * package call each other through {@link #apply(Pass, NDArray)}. Children keep the names that they
 * were given, so that parameters have the names of Hugging Face's GPT-2 files.
 */
public abstract class GlassBlock extends AbstractBlock {
  private static final byte VERSION = 1;
  private final Map<String, GlassBlock> named = new LinkedHashMap<>();

  /** A block with no parameters yet. */
  protected GlassBlock() {
    super(VERSION);
  }

  /**
   * The block's function.
   *
   * @param pass what this pass is about
   * @param x the input, left unchanged
   * @return the output, in the input's manager
   */
  public abstract NDArray apply(Pass pass, NDArray x);

  /** Kernels for a pass that DJL starts; blocks inside a model get the model's. */
  protected Kernels kernels() {
    return Kernels.defaults();
  }

  /** Adds a child under the name that it has in files. */
  protected final <B extends GlassBlock> B child(String name, B block) {
    named.put(name, block);
    return addChildBlock(name, block);
  }

  /** Adds a trained parameter under the name that it has in files. */
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

  /** The array of a parameter in this pass. */
  protected static NDArray value(Pass pass, Parameter parameter, NDArray x) {
    return parameter == null
        ? null
        : pass.store().getValue(parameter, x.getDevice(), pass.training());
  }

  /** All parameters by their names in files, such as {@code h.0.attn.c_attn.weight}, in order. */
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

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    Pass pass = new Pass(store, training, kernels(), null, null);
    return new NDList(apply(pass, inputs.head()));
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputShapes) {
    // Every shape is known from the configuration; the input's serves only as a formality.
    for (Block block : getChildren().values()) {
      block.initialize(manager, type, inputShapes);
    }
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return inputShapes;
  }
}
