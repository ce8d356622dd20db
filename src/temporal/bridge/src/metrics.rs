//! The engine's own metrics, kept here and written as text when somebody asks (Prometheus text format 0.0.4). The exporter
//! that comes with the engine answers over a port of its own; a process has its one page of metrics already.
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
    time::Duration,
};
use temporalio_common::telemetry::metrics::{
    CoreMeter, Counter, CounterBase, Gauge, GaugeBase, GaugeF64, GaugeF64Base, Histogram, HistogramBase,
    HistogramDuration, HistogramDurationBase, HistogramF64, HistogramF64Base, MetricAttributable, MetricAttributes,
    MetricKeyValue, MetricParameters, NewAttributes, OrderedPromLabelSet, UpDownCounter, UpDownCounterBase,
    default_buckets_for,
};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Counter,
    Gauge,
    Histogram,
}

#[derive(Debug, Default)]
struct Values {
    value: f64,
    count: u64,
    buckets: Vec<u64>,
}

#[derive(Debug)]
struct Series {
    limits: &'static [f64],
    values: Mutex<Values>,
}

fn locked(values: &Mutex<Values>) -> MutexGuard<'_, Values> {
    values.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Series {
    fn add(&self, change: f64) {
        locked(&self.values).value += change;
    }
    fn set(&self, value: f64) {
        locked(&self.values).value = value;
    }
    fn observe(&self, value: f64) {
        let mut values = locked(&self.values);
        values.value += value;
        values.count += 1;
        if let Some(bucket) = self.limits.iter().position(|limit| value <= *limit) {
            values.buckets[bucket] += 1;
        }
    }
}

#[derive(Debug)]
struct Family {
    help: String,
    form: Form,
    limits: &'static [f64],
    series: RwLock<BTreeMap<String, Arc<Series>>>,
}

impl Family {
    fn with_labels(&self, labels: String) -> Arc<Series> {
        let read = self.series.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(series) = read.get(&labels) {
            return series.clone();
        }
        drop(read);
        let mut all = self.series.write().unwrap_or_else(PoisonError::into_inner);
        let values = Mutex::new(Values { buckets: vec![0; self.limits.len()], ..Values::default() });
        all.entry(labels).or_insert_with(|| Arc::new(Series { limits: self.limits, values })).clone()
    }
}

fn labels_of(attributes: &MetricAttributes) -> String {
    let MetricAttributes::Prometheus { labels } = attributes else { return String::new() };
    let values: HashMap<&str, String> = labels.as_prom_labels();
    let pairs = labels.keys_ordered().map(|key| {
        let value = values.get(key).map_or("", String::as_str);
        let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        format!("{key}=\"{value}\"")
    });
    pairs.collect::<Vec<_>>().join(",")
}

/// One instrument before its labels are known.
#[derive(Clone)]
struct Instrument(Arc<Family>);

struct Bound(Arc<Series>);

type Made<T> = Result<T, Box<dyn std::error::Error>>;

macro_rules! instrument {
    ($base:ident, $method:ident, $value:ty, |$series:ident, $given:ident| $body:expr) => {
        impl MetricAttributable<Box<dyn $base>> for Instrument {
            fn with_attributes(&self, attributes: &MetricAttributes) -> Made<Box<dyn $base>> {
                Ok(Box::new(Bound(self.0.with_labels(labels_of(attributes)))))
            }
        }
        impl $base for Bound {
            fn $method(&self, $given: $value) {
                let $series = &self.0;
                $body
            }
        }
    };
}

instrument!(CounterBase, adds, u64, |series, value| series.add(value as f64));
instrument!(UpDownCounterBase, adds, i64, |series, value| series.add(value as f64));
instrument!(GaugeBase, records, u64, |series, value| series.set(value as f64));
instrument!(GaugeF64Base, records, f64, |series, value| series.set(value));
instrument!(HistogramBase, records, u64, |series, value| series.observe(value as f64));
instrument!(HistogramF64Base, records, f64, |series, value| series.observe(value));
instrument!(HistogramDurationBase, records, Duration, |series, value| series.observe(value.as_secs_f64()));

#[derive(Debug, Default)]
pub struct Meter {
    families: Mutex<BTreeMap<String, Arc<Family>>>,
}

impl Meter {
    /// Names follow Prometheus: durations in seconds, counters end in `_total`.
    fn family(&self, parameters: &MetricParameters, form: Form, suffix: &str) -> Arc<Instrument> {
        let name = parameters.name.replace(['.', '-'], "_");
        let limits = match form {
            Form::Histogram => default_buckets_for(name.trim_start_matches("temporal_"), true),
            _ => &[],
        };
        let full = if name.ends_with(suffix) { name } else { name + suffix };
        let mut families = self.families.lock().unwrap_or_else(PoisonError::into_inner);
        let family = families.entry(full).or_insert_with(|| {
            let help = parameters.description.replace('\\', "\\\\").replace('\n', "\\n");
            Arc::new(Family { help, form, limits, series: RwLock::default() })
        });
        Arc::new(Instrument(family.clone()))
    }

    pub fn text(&self) -> String {
        let families = self.families.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut out = String::new();
        for (name, family) in families {
            let series = family.series.read().unwrap_or_else(PoisonError::into_inner).clone();
            if !series.is_empty() {
                write_family(&mut out, &name, &family, &series);
            }
        }
        out
    }
}

fn write_family(out: &mut String, name: &str, family: &Family, series: &BTreeMap<String, Arc<Series>>) {
    let form = match family.form {
        Form::Counter => "counter",
        Form::Gauge => "gauge",
        Form::Histogram => "histogram",
    };
    let _ = write!(out, "# HELP {name} {}\n# TYPE {name} {form}\n", family.help);
    for (labels, one) in series {
        let values = locked(&one.values);
        let braces = if labels.is_empty() { String::new() } else { format!("{{{labels}}}") };
        if family.form != Form::Histogram {
            let _ = writeln!(out, "{name}{braces} {}", values.value);
            continue;
        }
        let comma = if labels.is_empty() { "" } else { "," };
        let mut below = 0;
        for (limit, count) in family.limits.iter().zip(&values.buckets) {
            below += count;
            let _ = writeln!(out, "{name}_bucket{{{labels}{comma}le=\"{limit}\"}} {below}");
        }
        let _ = writeln!(out, "{name}_bucket{{{labels}{comma}le=\"+Inf\"}} {}", values.count);
        let _ = writeln!(out, "{name}_sum{braces} {}\n{name}_count{braces} {}", values.value, values.count);
    }
}

impl CoreMeter for Meter {
    fn new_attributes(&self, attributes: NewAttributes) -> MetricAttributes {
        MetricAttributes::Prometheus { labels: Arc::new(attributes.into()) }
    }
    fn extend_attributes(&self, existing: MetricAttributes, more: NewAttributes) -> MetricAttributes {
        let mut labels = match existing {
            MetricAttributes::Prometheus { labels } => OrderedPromLabelSet::clone(&labels),
            _ => OrderedPromLabelSet::default(),
        };
        more.attributes.into_iter().for_each(|pair: MetricKeyValue| labels.add_kv(pair));
        MetricAttributes::Prometheus { labels: Arc::new(labels) }
    }
    fn counter(&self, parameters: MetricParameters) -> Counter {
        Counter::new(self.family(&parameters, Form::Counter, "_total"))
    }
    fn histogram(&self, parameters: MetricParameters) -> Histogram {
        Histogram::new(self.family(&parameters, Form::Histogram, ""))
    }
    fn histogram_f64(&self, parameters: MetricParameters) -> HistogramF64 {
        HistogramF64::new(self.family(&parameters, Form::Histogram, ""))
    }
    fn histogram_duration(&self, parameters: MetricParameters) -> HistogramDuration {
        HistogramDuration::new(self.family(&parameters, Form::Histogram, "_seconds"))
    }
    fn gauge(&self, parameters: MetricParameters) -> Gauge {
        Gauge::new(self.family(&parameters, Form::Gauge, ""))
    }
    fn gauge_f64(&self, parameters: MetricParameters) -> GaugeF64 {
        GaugeF64::new(self.family(&parameters, Form::Gauge, ""))
    }
    fn up_down_counter(&self, parameters: MetricParameters) -> UpDownCounter {
        UpDownCounter::new(self.family(&parameters, Form::Gauge, ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_holds_labels_buckets_and_totals() {
        let meter = Meter::default();
        let labels = meter.new_attributes(NewAttributes::new(vec![MetricKeyValue::new("task_queue", "a\"b")]));
        let name = |name: &'static str| MetricParameters { name: name.into(), description: "".into(), unit: "".into() };
        meter.counter(name("temporal_request")).add(3, &labels);
        meter.histogram_duration(name("temporal_latency")).record(Duration::from_millis(60), &labels);
        let text = meter.text();
        assert!(text.contains("temporal_request_total{task_queue=\"a\\\"b\"} 3\n"), "{text}");
        assert!(text.contains("temporal_latency_seconds_bucket{task_queue=\"a\\\"b\",le=\"0.05\"} 0\n"), "{text}");
        assert!(text.contains("temporal_latency_seconds_bucket{task_queue=\"a\\\"b\",le=\"0.1\"} 1\n"), "{text}");
        assert!(text.contains("temporal_latency_seconds_count{task_queue=\"a\\\"b\"} 1\n"), "{text}");
    }
}
