namespace CustomerSegmentation.Embedded.Lanes;

/// <summary>Something to do in a lane.</summary>
internal abstract class LaneWork
{
    /// <summary>Does it; runs in the lane's loop.</summary>
    public abstract void Run(CustomerLane lane);

    /// <summary>It could not be done; tells who waits.</summary>
    public abstract void Fail(Exception reason);
}

/// <summary>A question that is answered at once.</summary>
internal sealed class LaneQuery<T>(Func<CustomerLane, T> question) : LaneWork
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Answer => _answer.Task;

    public override void Run(CustomerLane lane) => _answer.SetResult(question(lane));

    public override void Fail(Exception reason) => _answer.TrySetException(reason);
}

/// <summary>Work whose outcome is told once it is durable.</summary>
internal sealed class DurableWork<T>(Func<CustomerLane, T> work) : LaneWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    public override void Run(CustomerLane lane)
    {
        var result = work(lane);
        lane.Unit.WhenDurable(failure =>
            _ = failure is null ? _done.TrySetResult(result) : _done.TrySetException(failure));
    }

    public override void Fail(Exception reason) => _done.TrySetException(reason);
}
