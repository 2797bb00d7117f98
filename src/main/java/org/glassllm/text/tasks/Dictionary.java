package org.glassllm.text.tasks;

import static org.glassllm.text.tales.TaleVocabulary.ADJECTIVES;
import static org.glassllm.text.tales.TaleVocabulary.AT_PLACES;
import static org.glassllm.text.tales.TaleVocabulary.NAMES;
import static org.glassllm.text.tales.TaleVocabulary.NOUNS;
import static org.glassllm.text.tales.TaleVocabulary.article;

import com.google.common.collect.ImmutableBiMap;
import java.util.ArrayList;
import java.util.List;

/** English sentences of the tales' words with their Chinese translations. */
final class Dictionary {
  /** The translations of the adjectives, in the order of the vocabulary. */
  private static final List<String> KINDS = List.of("红色的", "蓝色的", "绿色的", "旧的", "小小的", "金色的");

  /** The translations of the nouns; the measure word of each noun stands before the hyphen. */
  private static final List<String> THINGS =
      List.of("个-球", "盏-灯", "本-书", "把-钥匙", "只-风筝", "个-杯子", "顶-帽子", "面-鼓", "枚-硬币", "张-地图");

  private static final List<String> PLACES =
      List.of("花园里", "河边", "厨房里", "山上", "集市上", "森林里", "谷仓里", "沙滩上");

  /** The sentences of each kind, English to Chinese. */
  static final List<List<String>> KINDS_OF_SENTENCES;

  /** All sentences, English to Chinese. */
  static final ImmutableBiMap<String, String> CHINESE;

  static {
    ImmutableBiMap.Builder<String, String> all = ImmutableBiMap.builder();
    List<String> phrases = new ArrayList<>(),
        places = new ArrayList<>(),
        owners = new ArrayList<>();
    for (int kind = 0; kind < ADJECTIVES.size(); kind++) {
      for (int noun = 0; noun < NOUNS.size(); noun++) {
        String english = ADJECTIVES.get(kind) + " " + NOUNS.get(noun);
        String one = article(english) + " " + english;
        String[] thing = THINGS.get(noun).split("-");
        String chinese = KINDS.get(kind) + thing[1];
        String oneChinese = "一" + thing[0] + chinese;
        add(all, phrases, one, oneChinese);
        for (int place = 0; place < AT_PLACES.size(); place++) {
          String at = "The " + english + " is " + AT_PLACES.get(place) + ".";
          add(all, places, at, chinese + "在" + PLACES.get(place) + "。");
        }
        for (String name : NAMES) {
          add(all, owners, name + " has " + one + ".", name + "有" + oneChinese + "。");
        }
      }
    }
    CHINESE = all.buildOrThrow();
    KINDS_OF_SENTENCES = List.of(phrases, places, owners);
  }

  private Dictionary() {}

  private static void add(
      ImmutableBiMap.Builder<String, String> all,
      List<String> kind,
      String english,
      String chinese) {
    all.put(english, chinese);
    kind.add(english);
  }
}
