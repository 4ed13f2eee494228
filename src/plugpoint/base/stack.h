// Where stack is short, what is called from one place only must not be merged into its caller.
#pragma once

/// Before a definition: the function keeps its own frame, so that its locals take stack only while
/// it runs. Without it, link-time optimization puts a function into its only caller, whose frame
/// then has the locals of all that it calls in turn.
#define PLUGPOINT_OWN_FRAME __attribute__((noinline))
