// The Go SDK beside ours: the same workflows on the same server, and the same histories replayed.
//
//	peer worker ADDRESS NAMESPACE QUEUE POLLERS CONCURRENT   works until SIGTERM; prints "ready"
//	peer replay SECONDS FILE                                 replays again and again; prints a line of JSON
//	peer check [--changed] FILE…                             replays each once; exit code 1 when one does not fit
package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"strconv"
	"syscall"
	"time"

	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"
)

const cachedWorkflows = 1000

var silent = log.NewStructuredLogger(slog.New(slog.DiscardHandler))

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	switch {
	case len(arguments) == 6 && arguments[0] == "worker":
		return work(arguments[1:])
	case len(arguments) == 3 && arguments[0] == "replay":
		return measureReplay(arguments[1], arguments[2])
	case len(arguments) > 2 && arguments[0] == "check" && arguments[1] == "--changed":
		return check(arguments[2:], true)
	case len(arguments) > 1 && arguments[0] == "check":
		return check(arguments[1:], false)
	}
	return fmt.Errorf("usage: worker ADDRESS NAMESPACE QUEUE POLLERS CONCURRENT | replay SECONDS FILE | check [--changed] FILE…")
}

func work(arguments []string) error {
	pollers, err := strconv.Atoi(arguments[3])
	if err != nil {
		return err
	}
	concurrent, err := strconv.Atoi(arguments[4])
	if err != nil {
		return err
	}
	connected, err := client.Dial(client.Options{HostPort: arguments[0], Namespace: arguments[1], Logger: silent})
	if err != nil {
		return err
	}
	defer connected.Close()
	worker.SetStickyWorkflowCacheSize(cachedWorkflows)
	works := worker.New(connected, arguments[2], worker.Options{
		MaxConcurrentActivityTaskPollers:       pollers,
		MaxConcurrentWorkflowTaskPollers:       pollers,
		MaxConcurrentActivityExecutionSize:     concurrent,
		MaxConcurrentWorkflowTaskExecutionSize: concurrent,
	})
	registerWorkflows(works, false)
	registerActivities(works)
	if err := works.Start(); err != nil {
		return err
	}
	fmt.Println("ready")
	<-worker.InterruptCh()
	works.Stop()
	return nil
}

type measured struct {
	Replays        int     `json:"replays"`
	Events         int     `json:"events"`
	Seconds        float64 `json:"seconds"`
	CPUSeconds     float64 `json:"cpu_seconds"`
	ReadingSeconds float64 `json:"reading_seconds"` // of the JSON, once
	PeakBytes      int64   `json:"peak_bytes"`
}

// The history is read once, and the first replay is not counted, as in ours.
func measureReplay(howLong, file string) error {
	seconds, err := strconv.ParseFloat(howLong, 64)
	if err != nil {
		return err
	}
	replayer := worker.NewWorkflowReplayer()
	registerWorkflows(replayer, false)
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	reading := time.Now()
	history, err := historyIn(text)
	if err != nil {
		return err
	}
	result := measured{ReadingSeconds: time.Since(reading).Seconds()}
	if err := replay(replayer, history); err != nil {
		return err
	}
	begun, cpu := time.Now(), used().cpu
	for result.Replays == 0 || time.Since(begun).Seconds() < seconds {
		if err := replay(replayer, history); err != nil {
			return err
		}
		result.Replays++
		result.Events += len(history.Events)
	}
	result.Seconds, result.CPUSeconds = time.Since(begun).Seconds(), used().cpu-cpu
	result.PeakBytes = used().peakBytes
	return json.NewEncoder(os.Stdout).Encode(result)
}

func check(files []string, changed bool) error {
	replayer := worker.NewWorkflowReplayer()
	registerWorkflows(replayer, changed)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		history, err := historyIn(text)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := replay(replayer, history); err != nil {
			return fmt.Errorf("%s does not fit: %w", file, err)
		}
		fmt.Printf("%s fits\n", file)
	}
	return nil
}

// Under the id that it had: the id of the child is made from it.
func replay(replayer worker.WorkflowReplayer, history *historypb.History) error {
	id := history.Events[0].GetWorkflowExecutionStartedEventAttributes().GetWorkflowId()
	options := worker.ReplayWorkflowHistoryOptions{OriginalExecution: workflow.Execution{ID: id}}
	return replayer.ReplayWorkflowHistoryWithOptions(silent, history, options)
}

type usage struct {
	cpu       float64
	peakBytes int64
}

func used() usage {
	var of syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &of); err != nil {
		panic(err)
	}
	nanoseconds := of.Utime.Nano() + of.Stime.Nano()
	return usage{cpu: float64(nanoseconds) / 1e9, peakBytes: of.Maxrss * 1024}
}
