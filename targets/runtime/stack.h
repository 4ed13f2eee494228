/// How deep the stack went, by painting it.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

/// Paints the unused part of the stack, so that `target_stack_used` counts from here on. Called at
/// the start of the program; a program may call it again before what it measures.
void target_paint_stack(void);

/// Bytes between the top of the stack and the deepest that was written since it was painted.
unsigned long target_stack_used(void);

/// A place that tools/run_on_target.py reports the number of executed instructions for, at each
/// call.
void target_mark(void);

#ifdef __cplusplus
}
#endif
