/**
 * Before: {@code text.tales}, whose world the tasks are about. Next: {@code text.download}, which
 * downloads corpora.
 *
 * <p>Tasks are generated instructions whose right answers a program knows. Each {@link
 * org.glassllm.text.tasks.Skill} draws tasks and judges answers. {@link
 * org.glassllm.text.tasks.TaskSource} is an endless sequence of tasks; {@link
 * org.glassllm.text.tasks.Part} separates held-out tasks from training tasks by their content.
 * {@link org.glassllm.text.tasks.Reward} is the true reward of an answer, and {@link
 * org.glassllm.text.tasks.PreferenceSource} draws preferences with a known share of wrong labels.
 * So the effect of each stage after pretraining can be measured exactly.
 */
package org.glassllm.text.tasks;
