namespace CustomerSegmentation.Edge.Api.Recording;

/// <summary>Storage did not take a lot of events in time. Whether it will is open; sending again is safe.</summary>
internal sealed class RecordTimeoutException(TimeSpan patience)
    : Exception($"The events were not durable within {patience.TotalSeconds:0.###} s.");
