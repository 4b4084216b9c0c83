using System.Diagnostics;
using CustomerSegmentation.Silo.Telemetry;

namespace CustomerSegmentation.SiloTests.Wire;

/// <summary>A transaction that several wait for is in the trace of the first, and linked to the others'.</summary>
public sealed class EngineActivityTests
{
    [Fact]
    public void A_commit_is_part_of_its_first_callers_trace_and_linked_to_the_others()
    {
        var source = EngineActivity.Source;
        using var listener = new ActivityListener
        {
            ShouldListenTo = other => other == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        List<ActivityContext>? callers = null;
        var first = Called(ref callers);
        var second = Called(ref callers);

        using var commit = EngineActivity.StartCommit(callers, entries: 2).ShouldNotBeNull();

        commit.Context.TraceId.ShouldBe(first.TraceId);
        commit.ParentSpanId.ShouldBe(first.SpanId);
        commit.Links.ShouldHaveSingleItem().Context.ShouldBe(second);
        second.TraceId.ShouldNotBe(first.TraceId);
    }

    private static ActivityContext Called(ref List<ActivityContext>? callers)
    {
        using var call = new Activity("call").Start();
        EngineActivity.Follow(ref callers);
        return call.Context;
    }
}
