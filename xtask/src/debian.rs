//! Debian packages that the tests or the benchmark need: installed when that is allowed, named when it is not.

use std::process::{Command, Stdio};

/// Whether a program can be started by this name.
pub(crate) fn has(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| {
            let file = folder.join(program);
            file.is_file()
        })
    })
}

/// The line that installs the packages.
pub(crate) fn line(packages: &[&str]) -> String {
    format!(
        "apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends {}",
        packages.join(" ")
    )
}

/// Installs the packages of the programs that are missing, as root on a Debian; else says how. `true` if all are there.
pub(crate) fn ensure(programs: &[(&str, &'static str)]) -> bool {
    let missing: Vec<&'static str> =
        programs.iter().filter(|(program, _)| !has(program)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return true;
    }
    if !(is_root() && has("apt-get")) {
        eprintln!("missing; to install, as root:\n  {}", line(&missing));
        return false;
    }
    eprintln!("installing {}", missing.join(" "));
    // tshark's package asks whether users may capture; nobody is there to answer.
    let apt = |arguments: &[&str]| {
        Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    };
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(&missing);
    // Old lists are better than none: an update that fails does not stop the installation.
    let _ = apt(&["update", "-qq"]);
    let done = apt(&install) && programs.iter().all(|(program, _)| has(program));
    if !done {
        eprintln!("could not install; to try by hand:\n  {}", line(&missing));
    }
    done
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
