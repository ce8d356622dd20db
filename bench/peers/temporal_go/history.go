package main

import (
	"bytes"
	"strconv"

	historypb "go.temporal.io/api/history/v1"
	"go.temporal.io/sdk/client"
)

const goSDK = "temporal-go"

// A history as the official command line exports it, in the numbering of Go.
func historyIn(text []byte) (*historypb.History, error) {
	history, err := client.HistoryFromJSON(bytes.NewReader(text), client.HistoryJSONOptions{})
	if err != nil {
		return nil, err
	}
	if writer(history) != goSDK {
		renumber(history)
	}
	return history, nil
}

func writer(history *historypb.History) string {
	for _, event := range history.Events {
		if name := event.GetWorkflowTaskCompletedEventAttributes().GetSdkMetadata().GetSdkName(); name != "" {
			return name
		}
	}
	return ""
}

// SDKs on the core number timers and activities 1, 2, 3 …; Go gives each the number of its first event, and looks them up
// by it in a replay. The numbers are all that differs.
func renumber(history *historypb.History) {
	for _, event := range history.Events {
		if scheduled := event.GetActivityTaskScheduledEventAttributes(); scheduled != nil {
			scheduled.ActivityId = strconv.FormatInt(event.EventId, 10)
		}
		if started := event.GetTimerStartedEventAttributes(); started != nil {
			started.TimerId = strconv.FormatInt(event.EventId, 10)
		}
		if fired := event.GetTimerFiredEventAttributes(); fired != nil {
			fired.TimerId = strconv.FormatInt(fired.StartedEventId, 10)
		}
		if cancelled := event.GetTimerCanceledEventAttributes(); cancelled != nil {
			cancelled.TimerId = strconv.FormatInt(cancelled.StartedEventId, 10)
		}
	}
}
