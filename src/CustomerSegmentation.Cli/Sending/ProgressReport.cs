using Spectre.Console;

namespace CustomerSegmentation.Cli.Sending;

/// <summary>How far a job is: a bar on a screen, a line every few seconds in a pipe.</summary>
internal sealed class ProgressReport
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    private readonly Terminal _terminal;
    private readonly string _title;
    private readonly ProgressTask? _bar;
    private long _lastLine;

    private ProgressReport(Terminal terminal, string title, ProgressTask? bar)
    {
        _terminal = terminal;
        _title = title;
        _bar = bar;
        _lastLine = terminal.Time.GetTimestamp();
    }

    /// <summary>Shows progress while <paramref name="job"/> runs.</summary>
    public static async Task RunAsync(Terminal terminal, string title, Func<ProgressReport, Task> job)
    {
        if (!terminal.ErrorIsScreen)
        {
            await job(new(terminal, title, bar: null));
            return;
        }

        await terminal.ProgressScreen.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn())
            .StartAsync(screen => job(new(terminal, title, screen.AddTask(Markup.Escape(title), maxValue: 1))));
    }

    /// <param name="fraction">0 to 1; null where no end is in sight.</param>
    /// <param name="note">What happened so far.</param>
    public void Update(double? fraction, Func<string> note)
    {
        if (_bar is not null)
        {
            _bar.IsIndeterminate = fraction is null;
            _bar.Value = fraction ?? 0;
            _bar.Description = Markup.Escape($"{_title}: {note()}");
        }
        else if (_terminal.Time.GetElapsedTime(_lastLine) >= BetweenLines)
        {
            _lastLine = _terminal.Time.GetTimestamp();
            _terminal.Say(fraction is { } done ? $"{_title}: {note()} ({done:P0})" : $"{_title}: {note()}");
        }
    }
}
