using System;
using System.Collections.Generic;

namespace TrailLake.Cli.Options;

/// <summary>Events that are wanted.</summary>
/// <param name="From">First instant, UTC; null for no bound.</param>
/// <param name="To">First instant after the span, UTC; null for no bound.</param>
/// <param name="Accounts">Accounts; empty for all.</param>
sealed record TimeRange(DateTime? From, DateTime? To, IReadOnlyList<string> Accounts);
