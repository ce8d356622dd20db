package main

import (
	"context"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// What a worker and a replayer can be told to run.
type registry interface {
	RegisterWorkflowWithOptions(w any, options workflow.RegisterOptions)
}
type activities interface {
	RegisterActivityWithOptions(a any, options activity.RegisterOptions)
}

// The same names and the same commands in the same order as bench/temporal_cpp/crunch.cpp and
// src/temporal/worker/errand_workflow.cpp.
func registerWorkflows(to registry, changed bool) {
	flow := errand
	if changed {
		flow = errandByOtherCode
	}
	to.RegisterWorkflowWithOptions(crunch, workflow.RegisterOptions{Name: "crunch"})
	to.RegisterWorkflowWithOptions(flow, workflow.RegisterOptions{Name: "errand"})
	to.RegisterWorkflowWithOptions(shout, workflow.RegisterOptions{Name: "shout"})
}

func registerActivities(to activities) {
	to.RegisterActivityWithOptions(echo, activity.RegisterOptions{Name: "echo"})
	to.RegisterActivityWithOptions(greet, activity.RegisterOptions{Name: "greet"})
}

func echo(_ context.Context, text string) (string, error)  { return text, nil }
func greet(_ context.Context, name string) (string, error) { return "Hello " + name, nil }

func withActivityOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 20 * time.Second})
}

// Steps one after the other; in each `width` activities side by side. Answers how many bytes came back.
func crunch(ctx workflow.Context, steps, width int) (int, error) {
	ctx = withActivityOptions(ctx)
	received := 0
	for step := 0; step < steps; step++ {
		running := make([]workflow.Future, 0, width)
		for one := 0; one < width; one++ {
			running = append(running, workflow.ExecuteActivity(ctx, "echo", "a small piece of work"))
		}
		for _, future := range running {
			var text string
			if err := future.Get(ctx, &text); err != nil {
				return 0, err
			}
			received += len(text)
		}
	}
	return received, nil
}

func greetFirst(ctx workflow.Context, name string) (greeting string, err error) {
	if err = workflow.ExecuteActivity(ctx, "greet", name).Get(ctx, &greeting); err != nil {
		return
	}
	err = workflow.Sleep(ctx, 10*time.Millisecond)
	return
}

func errand(ctx workflow.Context, name string, more int) (string, error) {
	ctx = withActivityOptions(ctx)
	greeting, err := greetFirst(ctx, name)
	if err != nil {
		return "", err
	}
	return restOfErrand(ctx, name, greeting, more)
}

// A timer before the activity: no history of `errand` fits.
func errandByOtherCode(ctx workflow.Context, name string, more int) (string, error) {
	ctx = withActivityOptions(ctx)
	if err := workflow.Sleep(ctx, 10*time.Millisecond); err != nil {
		return "", err
	}
	return restOfErrand(ctx, name, "", more)
}

func restOfErrand(ctx workflow.Context, name, greeting string, more int) (string, error) {
	if more > 0 {
		return "", workflow.NewContinueAsNewError(ctx, "errand", name, more-1)
	}
	word, err := waitForWord(ctx)
	if err != nil {
		return "", err
	}
	child := workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		WorkflowID: workflow.GetInfo(ctx).WorkflowExecution.ID + "-child",
	})
	var loud string
	if err := workflow.ExecuteChildWorkflow(child, "shout", greeting+" "+word).Get(ctx, &loud); err != nil {
		return "", err
	}
	one, two := workflow.ExecuteActivity(ctx, "greet", "one"), workflow.ExecuteActivity(ctx, "greet", "two")
	var first, second string
	if err := one.Get(ctx, &first); err != nil {
		return "", err
	}
	if err := two.Get(ctx, &second); err != nil {
		return "", err
	}
	return loud + ", " + first + ", " + second, nil
}

func waitForWord(ctx workflow.Context) (word string, err error) {
	timing, cancelTimer := workflow.WithCancel(ctx)
	late := false
	selector := workflow.NewSelector(ctx)
	selector.AddFuture(workflow.NewTimer(timing, time.Hour), func(workflow.Future) { late = true })
	selector.AddReceive(workflow.GetSignalChannel(ctx, "say"), func(said workflow.ReceiveChannel, _ bool) {
		said.Receive(ctx, &word)
	})
	selector.Select(ctx)
	if late {
		return "", temporal.NewApplicationError("nobody said a word", "Silence")
	}
	cancelTimer()
	return word, nil
}

func shout(_ workflow.Context, text string) (string, error) { return text + "!", nil }
