using CustomerSegmentation.Engine;

namespace CustomerSegmentation.Edge.Dashboard.Readings;

/// <summary>The sample that is drawn of the customers, the same for all who look.</summary>
internal sealed class CustomerSamples(ISegmentationEngine engine, Board board, TimeProvider time)
{
    private readonly Shared<CustomerSample> _sample = new(
        async () => await CustomerSample.DrawAsync(engine, await board.SegmentsAsync()), TimeSpan.FromSeconds(10), rest: 100, time);

    /// <summary>The sample of now, or of a little while ago.</summary>
    public Task<CustomerSample> GetAsync() => _sample.GetAsync();
}
